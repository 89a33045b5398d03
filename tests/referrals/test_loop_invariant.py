"""Property: in any order of referring, answering, withdrawing, switching off and leaving, a partner
sees a field if and only if an active consent covers it and the referral is theirs; and every open
referral has a turn and a due day."""

import random
from collections import defaultdict
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from accounts.roles import Role
from partners import actions as partners
from partners.models import Partner, Worker
from referrals import actions
from referrals.models import AccessLink, Attempt, Referral
from signals.models import FollowUp
from tenants.consent_wording import PURPOSES
from tenants.models import Consent, Field
from tenants.shared_fields import shared_value
from tests import factories
from tests.factories.chance import at_random
from tests.factories.referrals import CAME_ALONG_ONCE, GOES_BY_ITSELF, a_draft, answered
from tests.referrals.test_consent_invariant import Fresh, worked
from tests.sizes import SEEDS, SEQUENCES

pick = st.integers(min_value=0, max_value=9999).map(lambda n: n * 7919 % 101)
fields = st.sets(st.sampled_from(list(Field)), min_size=1).map(sorted)


def today() -> date:
    return timezone.localdate()


def contact(reached: bool) -> dict:
    return {"reached": reached, "how": Attempt.How.PHONE, "on": today()}


def until() -> dict:
    return {"until": today() + timedelta(days=20)}


# Possible actions with their arguments; repeated entries are chosen more often.
WAITING = [
    *[(actions.accept, dict)] * 4,
    (actions.ask, lambda: {"text": "Welke dag?"}),
    (actions.reply, lambda: {"text": "Dinsdag."}),
]
RUNNING = [
    *[(actions.record_contact, lambda: contact(reached=False))] * 2,
    *[(actions.record_contact, lambda: contact(reached=True))] * 2,
    *[(actions.report_back, lambda: CAME_ALONG_ONCE)] * 2,
    (actions.report_back, lambda: GOES_BY_ITSELF),
    (actions.report_back, lambda: {"happened": "stopped"}),
    *[(actions.pause, until)] * 2,
    *[(actions.resume, dict)] * 2,
    *[(actions.take_over, dict)] * 2,
    (actions.propose_time, lambda: {"key": uuid4(), "starts_at": timezone.now() + timedelta(4)}),
    (actions.confirm_handover, dict),
    (actions.write_note, lambda: {"text": "Belt liever zelf."}),
]


class Loop(Fresh):
    """Two partners, each the second choice of the other, whose workers come and leave."""

    def colleagues(self, partner_id: int) -> list:
        """Workers of the partner, including those who left."""
        workers = Worker.objects.filter(partner=partner_id).select_related("user")
        return [worker.user for worker in workers.order_by("pk")]

    def worker(self, referral: Referral, n: int):
        """Mostly a worker who is present; sometimes one who left."""
        people = self.colleagues(referral.partner_id)
        here = [user for user in people if user.is_active]
        people = here if here and n % 5 else people
        return people[n % len(people)]

    def of(self, statuses, n: int) -> Referral | None:
        return self.one(Referral.objects.filter(status__in=statuses), n)

    @rule(n=pick, shared=fields, purpose=st.sampled_from(list(PURPOSES)[:2]))
    def refer_with_a_second_choice(self, n: int, shared: list[str], purpose: str) -> None:
        self.attempt(self._refer, n, shared, purpose)

    def _refer(self, n: int, shared: list[str], purpose: str) -> None:
        first, second = self.partners[n % 2], self.partners[(n + 1) % 2]
        signal = factories.a_signal(self.tenant, owner=self.consultant)
        draft = a_draft(signal=signal, partner=first, by=self.consultant)
        actions.choose(draft, partner=first, second=second, by=self.consultant)
        answered(draft, fields=shared, purpose=purpose, by=self.consultant)
        actions.send(draft, by=self.consultant)

    @rule(seed=st.integers(0, 10**6))
    def a_day_at_the_partners(self, seed: int) -> None:
        """Answer some of the waiting referrals, and continue some of the running ones."""
        chance = random.Random(seed)
        for _ in range(6):
            referral = self.of(Referral.OPEN, chance.randrange(100))
            if referral is None:
                return
            by = self.worker(referral, chance.randrange(100))
            act, said = chance.choice(WAITING if referral.status in Referral.WAITING else RUNNING)
            by = self.consultant if act is actions.reply else by
            self.attempt(act, referral, by=by, **said())

    @rule(n=pick)
    def time_passes_without_an_answer(self, n: int) -> None:
        if referral := self.of(Referral.WAITING, n):
            late = timezone.localdate() - timedelta(days=1)
            Referral.objects.filter(pk=referral.pk).update(due_on=late)

    @rule(n=pick)
    def offer_the_second(self, n: int) -> None:
        if referral := self.one(Referral.objects.exclude(second=None), n):
            self.attempt(actions.offer_second, referral, by=self.consultant)

    @rule(n=pick)
    def leave(self, n: int) -> None:
        workers = Worker.objects.present().filter(partner__in=self.partners).order_by("pk")
        if n % 3 == 0 and workers.count() > 2 and (worker := self.one(workers, n)):
            self.attempt(partners.leave, worker, by=self.coordinator)

    @rule(n=pick)
    def somebody_new_comes(self, n: int) -> None:
        factories.a_worker(self.partners[n % 2])

    @rule(n=pick)
    def switch_off_or_on(self, n: int) -> None:
        """Mostly on, because little happens while a partner is off."""
        for partner in Partner.objects.exclude(switched_off_at=None).filter(merged_into=None):
            self.attempt(partners.switch_on, partner, by=self.coordinator)
        if n % 3 == 0:
            self.attempt(partners.switch_off, self.now(self.partners[n % 2]), by=self.coordinator)

    def now(self, partner: Partner) -> Partner:
        return Partner.objects.get(pk=partner.pk)

    @invariant()
    def what_is_seen_is_covered_and_theirs(self) -> None:
        if not hasattr(self, "workers"):
            return
        covered: dict[tuple, set[str]] = defaultdict(set)
        for consent in Consent.objects.active():
            covered[consent.recipient, consent.purpose] |= set(consent.fields)
        off = set(Partner.objects.exclude(switched_off_at=None).values_list("pk", flat=True))
        gone = set(Worker.objects.exclude(left_at=None).values_list("user", flat=True))
        for partner in self.partners:
            for user in Worker.objects.filter(partner=partner).select_related("user"):
                seen = list(Referral.objects.visible_to(user.user))
                assert all(referral.partner_id == partner.pk for referral in seen), "niet van hen"
                assert not (seen and (partner.pk in off or user.user_id in gone)), "dichte deur"
                for referral in seen:
                    self.require_covered(referral, covered)

    def require_covered(self, referral: Referral, covered: dict) -> None:
        shown = set(referral.shared)
        agreed = covered[referral.partner.consent_key, referral.consent.purpose]
        assert shown <= agreed, f"{shown} boven {agreed}"
        if referral.is_open and referral.consent.is_active:
            tenant, wish = referral.tenant, referral.wish
            known = {
                f for f in referral.consent.fields if shared_value(tenant, Field(f), wish=wish)
            }
            assert shown == known

    @invariant()
    def nothing_waits_without_somebody_and_a_day(self) -> None:
        if not hasattr(self, "workers"):
            return
        Status = Referral.Status
        for referral in Referral.objects.filter(status__in=[Status.DRAFT, *Referral.OPEN]):
            assert referral.waits_for, referral.status
            assert referral.due_on, referral.status
            assert FollowUp.objects.open().filter(signal=referral.signal_id).count() == 1
        over = AccessLink.objects.in_use().exclude(referral__status__in=Referral.OPEN)
        assert not over.exists()


# Actions that must have happened; the rarer ones have their own tests in test_progress.
OFTEN = {
    "_refer", "accept", "record_contact", "report_back", "withdraw_consent", "pause", "leave",
    "switch_off", "switch_on", "expire",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", SEEDS)
def test_partner_sees_only_its_own_covered_fields_and_nothing_is_orphaned(first):
    worked.clear()

    at_random(
        Loop, first=first, examples=SEQUENCES, steps=50, enough=lambda: worked.keys() >= OFTEN
    )

    assert {verb for verb in OFTEN if not worked[verb]} == set(), worked


Queryset = type(Referral.objects.all())
careful = Queryset.visible_to


def careless(self, user):
    """`visible_to` without the checks on switched-off partners and workers who left."""
    if user.role != Role.PARTNER_WORKER:
        return careful(self, user)
    return self.filter(partner__workers__user=user).exclude(status__in=Referral.OUT_OF_SIGHT)


@pytest.mark.django_db(transaction=True)
def test_control_that_ignores_departures_fails(monkeypatch):
    monkeypatch.setattr(Queryset, "visible_to", careless)

    with pytest.raises(AssertionError, match="dichte deur"):
        at_random(Loop, examples=40, steps=50)


@pytest.mark.django_db(transaction=True)
def test_control_that_ignores_consent_fails(monkeypatch):
    monkeypatch.setattr(
        Referral,
        "shared",
        property(lambda self: {share.field: share.value for share in self.shares.all()}),
    )

    with pytest.raises(AssertionError, match="boven"):
        at_random(Loop, examples=40, steps=50)
