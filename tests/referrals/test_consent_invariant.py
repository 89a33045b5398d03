"""Property: in any order of answers, withdrawals, referrals and corrections, a partner sees a field
if and only if an active consent covers it."""

from collections import Counter, defaultdict
from datetime import date

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from accounts.roles import Role
from ground.refusals import Refused
from referrals import actions
from referrals.models import Referral, Share
from signals.models import Signal
from tenants import actions as tenants
from tenants.consent_wording import PURPOSES
from tenants.models import Consent, Field, RightsRequest
from tenants.shared_fields import shared_value
from tests import factories
from tests.factories.chance import at_random
from tests.factories.referrals import a_draft, answered
from tests.sizes import SEEDS, SEQUENCES

worked: Counter[str] = Counter()
pick = st.integers(min_value=0, max_value=9999).map(lambda n: n * 7919 % 101)
some_fields = st.sets(st.sampled_from(list(Field)), min_size=1).map(sorted)


class Sharing(RuleBasedStateMachine):
    """A consultant, two partners with one worker each, and a tenant who changes her mind."""

    @initialize()
    def begin(self) -> None:
        area = factories.an_area()
        self.consultant = factories.a_user(Role.CONSULTANT, areas=(area,))
        self.coordinator = factories.a_user(Role.COORDINATOR)
        self.partners = [factories.a_partner(area), factories.a_partner(area)]
        self.workers = {partner.pk: factories.a_worker(partner) for partner in self.partners}
        self.tenant = factories.a_tenant(factories.a_home(area), birth_date=date(1941, 3, 7))

    def attempt(self, act, *args, **kwargs) -> None:
        try:
            with transaction.atomic():
                act(*args, **kwargs)
        except (Refused, Http404):
            return
        worked[getattr(act, "__name__", "act")] += 1

    def one(self, rows, n: int):
        rows = list(rows.order_by("pk"))
        return rows[n % len(rows)] if rows else None

    @rule(n=pick, fields=some_fields, purpose=st.sampled_from(list(PURPOSES)[:2]))
    def draft_and_ask(self, n: int, fields: list[str], purpose: str) -> None:
        self.attempt(self._send, self.partners[n % 2], fields, purpose, n % 3)

    def _send(self, partner, fields: list[str], purpose: str, how_far: int) -> None:
        signal = factories.a_signal(self.tenant, owner=self.consultant)
        draft = a_draft(signal=signal, partner=partner, by=self.consultant)
        draft = answered(draft, fields=fields, purpose=purpose, by=self.consultant)
        if how_far:
            actions.send(draft, by=self.consultant)

    @rule(n=pick)
    def send_a_draft(self, n: int) -> None:
        if draft := self.one(Referral.objects.filter(status="draft"), n):
            self.attempt(actions.send, draft, by=self.consultant)

    @rule(n=pick, answer=st.sampled_from(["no", "later"]))
    def change_of_mind(self, n: int, answer: str) -> None:
        if draft := self.one(Referral.objects.filter(status="draft"), n):
            self.attempt(
                actions.record_answer, draft, answer=answer, how="spoken", words="", fields=[],
                by=self.consultant,
            )  # fmt: skip

    @rule(n=pick)
    def withdraw(self, n: int) -> None:
        if consent := self.one(Consent.objects.active(), n):
            self.attempt(tenants.withdraw_consent, consent, by=self.consultant)

    @rule(n=pick.filter(lambda n: n % 3 == 0))
    def expire(self, n: int) -> None:
        """Half a year passes, so that the consent expires."""
        if consent := self.one(Consent.objects.active(), n):
            yesterday = timezone.localdate() - timezone.timedelta(days=1)
            with pgtrigger.ignore("tenants.Consent:only_withdrawn"):
                Consent.objects.filter(pk=consent.pk).update(expires_on=yesterday)
            worked["expire"] += 1

    @rule(n=pick)
    def accept(self, n: int) -> None:
        if referral := self.one(Referral.objects.open(), n):
            self.attempt(actions.accept, referral, by=self.workers[referral.partner_id])

    @rule(n=pick)
    def decline(self, n: int) -> None:
        if referral := self.one(Referral.objects.open(), n):
            worker = self.workers[referral.partner_id]
            self.attempt(actions.decline, referral, why="not_ours", by=worker)

    @rule(n=pick)
    def take_back(self, n: int) -> None:
        if referral := self.one(Referral.objects.open(), n):
            self.attempt(actions.withdraw, referral, by=self.consultant)

    @rule(number=st.integers(10_000_000, 99_999_999))
    def put_right(self, number: int) -> None:
        request = tenants.receive_request(
            self.tenant, kind="rectify", via="phone", received_on=timezone.localdate(),
            identity="Ken ik", by=self.coordinator,
        )  # fmt: skip
        self.attempt(
            tenants.rectify, request, fields={"phone": f"+31 6 {number}"}, answer="Gedaan",
            by=self.coordinator,
        )  # fmt: skip

    @invariant()
    def a_partner_sees_a_field_if_and_only_if_a_consent_covers_it(self) -> None:
        if not hasattr(self, "workers"):
            return
        for partner in self.partners:
            worker = self.workers[partner.pk]
            covered: dict[str, set[str]] = defaultdict(set)
            for consent in Consent.objects.active().filter(recipient=partner.consent_key):
                covered[consent.purpose] |= set(consent.fields)
            for referral in Referral.objects.visible_to(worker):
                shown = set(referral.shared)
                agreed = covered[referral.consent.purpose]
                assert shown <= agreed, f"{shown} boven {agreed}"
                if referral.status in Referral.OPEN and referral.consent.is_active:
                    agreed = set(referral.consent.fields)
                    assert shown == {f for f in agreed if self.has(f, referral)}

    def has(self, field: str, referral: Referral) -> bool:
        return bool(shared_value(referral.tenant, Field(field), wish=referral.wish))


class Fresh(Sharing):
    """Runs each sequence in a transaction that is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", SEEDS)
def test_partner_sees_a_field_if_and_only_if_an_active_consent_covers_it(first):
    worked.clear()
    often = {"_send", "withdraw_consent", "expire", "accept", "decline", "rectify", "withdraw"}

    at_random(
        Fresh, first=first, examples=SEQUENCES, steps=30, enough=lambda: often <= worked.keys()
    )

    assert {verb for verb in often if not worked[verb]} == set(), worked


@pytest.mark.django_db(transaction=True)
def test_control_without_the_consent_check_fails(monkeypatch):
    """Reading the shares without checking the consent shows them after it expired."""
    monkeypatch.setattr(
        Referral,
        "shared",
        property(lambda self: {share.field: share.value for share in self.shares.all()}),
    )

    with pytest.raises(AssertionError, match="boven"):
        at_random(Fresh, examples=40, steps=30)


@pytest.mark.django_db
def test_database_refuses_a_share_without_covering_consent(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    signal = factories.a_signal(tenant, owner=consultant)
    draft = answered(a_draft(signal=signal, by=consultant), fields=[Field.NAME], by=consultant)
    actions.send(draft, by=consultant)

    with pytest.raises(IntegrityError, match="no active consent"), transaction.atomic():
        Share.objects.create(referral=draft, field=Field.PHONE, value="06")
    assert Signal.objects.filter(pk=signal.pk).exists()
    assert not RightsRequest.objects.exists()
