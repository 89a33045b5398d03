"""Withdrawn consent ends what was shared at once, and both sides are notified."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction

from audit.models import Event
from config.demo.clock import days_ago
from outbox.models import Message as Post
from referrals import actions
from referrals.models import Feedback, Referral, Share
from signals.models import FollowUp, Signal
from tenants import actions as tenants
from tenants.models import Field
from tests import factories
from tests.factories.referrals import WISH, a_referral

pytestmark = pytest.mark.django_db
Status = Referral.Status


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize("status", Referral.OPEN)
def test_open_referral_is_withdrawn(signal, consultant, partner_worker, status):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    tenants.withdraw_consent(referral.consent, by=consultant)

    signal.refresh_from_db()
    assert now(referral).status == Status.WITHDRAWN
    assert not Share.objects.exists()
    assert signal.status == Signal.Status.TALKING
    assert FollowUp.objects.open().get(signal=signal).kind == FollowUp.Kind.CALL


@pytest.mark.parametrize("status", Referral.OPEN)
def test_partner_sees_nothing_after_the_withdrawal(
    signal, consultant, partner_worker, signed_in, status
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)
    as_worker = signed_in(partner_worker)

    tenants.withdraw_consent(referral.consent, by=consultant)

    for tab in ("open", "loopt", "klaar"):
        text = as_worker.get(f"/verwijzingen/postvak/?toon={tab}").content.decode()
        assert str(referral.number) not in text
        assert signal.tenant.last_name not in text
    assert as_worker.get(f"/verwijzingen/postvak/{referral.number}/").status_code == 404


def test_the_database_shares_nothing_under_a_consent_that_was_withdrawn(referral, consultant):
    referral.shares.all().delete()
    agreed = {"referral": referral, "field": Field.NAME, "value": "Mevr. Ooievaar"}
    Share.objects.create(**agreed)
    tenants.withdraw_consent(referral.consent, by=consultant)

    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(**agreed)


def test_ended_referral_shows_nothing_after_the_withdrawal(
    signal, consultant, partner_worker, signed_in
):
    referral = a_referral(
        signal=signal, by=consultant, worker=partner_worker, status=Status.COMPLETED
    )
    Feedback.objects.update(sentence="Ze kaart nu met Piet.")

    tenants.withdraw_consent(referral.consent, by=consultant)

    page = signed_in(partner_worker).get(f"/verwijzingen/postvak/{referral.number}/")
    text = page.content.decode()
    assert now(referral).status == Status.COMPLETED
    assert "Jullie zien niets meer van deze huurder" in text
    for word in (signal.tenant.last_name, signal.tenant.phone, WISH, "kaart nu met Piet"):
        assert word not in text


def test_both_sides_are_notified_and_queued_mail_is_dropped(referral, signal, consultant, partner):
    tenants.withdraw_consent(referral.consent, by=consultant)

    waiting = Post.objects.filter(kind__startswith="referral", status=Post.Status.QUEUED)
    assert [(m.kind, m.to) for m in waiting] == [("referral_withdrawn", partner.inbox)]
    assert FollowUp.objects.open().get(signal=signal).owner == consultant
    assert Event.objects.filter(verb="referrals.recall", tenant_id=signal.tenant_id).exists()


def test_referral_under_an_earlier_consent_is_withdrawn_too(referral, tenant, consultant, partner):
    another = factories.a_signal(tenant, owner=consultant)
    later = a_referral(signal=another, by=consultant, partner=partner)

    tenants.withdraw_consent(later.consent, by=consultant)

    assert now(referral).status == now(later).status == Status.WITHDRAWN
    assert not Share.objects.exists()


def test_referral_to_another_partner_continues(referral, tenant, consultant, other_partner):
    another = factories.a_signal(tenant, owner=consultant)
    elsewhere = a_referral(signal=another, by=consultant, partner=other_partner)

    tenants.withdraw_consent(referral.consent, by=consultant)

    assert now(elsewhere).status == Status.OFFERED
    assert elsewhere.shares.count() == 3


def test_referral_of_another_tenant_continues(referral, consultant, partner, area):
    neighbour = factories.a_tenant(factories.a_home(area))
    theirs = a_referral(neighbour, by=consultant, partner=partner)

    tenants.withdraw_consent(referral.consent, by=consultant)

    assert now(theirs).status == Status.OFFERED


def test_draft_under_withdrawn_consent_asks_again(signal, consultant, partner, signed_in):
    draft = a_referral(signal=signal, by=consultant, partner=partner, status=Status.DRAFT)

    tenants.withdraw_consent(draft.consent, by=consultant)

    answer = signed_in(consultant).get(draft.get_absolute_url())
    assert answer["Location"].endswith("/stap/3/")


def test_partner_reads_nothing_after_the_consent_expired(
    referral, partner_worker, signed_in, tenant
):
    actions.say(referral, text="We bellen haar dinsdag.", by=partner_worker)

    with days_ago(-200):
        page = signed_in(partner_worker).get(f"/verwijzingen/postvak/{referral.number}/")

    text = page.content.decode()
    assert page.status_code == 200
    for word in (tenant.last_name, tenant.phone, WISH, "We bellen haar dinsdag"):
        assert word not in text


@pytest.mark.django_db(transaction=True)
def test_withdrawal_wins_over_a_concurrent_answer_of_the_partner(
    referral, partner_worker, consultant, monkeypatch
):
    """The answer is uncommitted when the withdrawal begins: the withdrawal waits, and wins."""
    monkeypatch.setattr("outbox.actions.queueing.start_delivery", lambda: None)
    answered, finish = threading.Event(), threading.Event()

    def accept() -> None:
        try:
            with transaction.atomic():
                actions.accept(now(referral), by=partner_worker)
                answered.set()
                finish.wait(5)
        finally:
            connections.close_all()

    def withdraw() -> None:
        try:
            tenants.withdraw_consent(now(referral).consent, by=consultant)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        accepting = pool.submit(accept)
        assert answered.wait(5)
        withdrawing = pool.submit(withdraw)
        with pytest.raises(TimeoutError):
            withdrawing.result(0.3)
        finish.set()
        accepting.result(5)
        withdrawing.result(5)

    assert now(referral).status == Status.WITHDRAWN
    assert now(referral).taken_by == partner_worker
    assert not Share.objects.exists()
