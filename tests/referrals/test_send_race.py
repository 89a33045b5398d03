"""While a referral is sent, or declined, somebody else changes what it rests on."""

import pytest
from django.db import IntegrityError

from ground.refusals import Refused
from partners import actions as partners
from referrals import actions
from referrals.models import Referral
from signals.models import Signal
from tenants import actions as tenants
from tests import factories
from tests.factories.race import during, no_row_is_locked
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def without_outbox_wakeup(monkeypatch):
    """The doorbell is not what is raced here."""
    monkeypatch.setattr("outbox.actions.queueing.start_delivery", lambda: None)


@pytest.fixture
def draft(partner, consultant, area) -> Referral:
    """The tenant said yes; only sending is left."""
    tenant = factories.a_tenant(factories.a_home(area))
    return a_referral(tenant, status=Referral.Status.DRAFT, partner=partner, by=consultant)


def send(draft: Referral):
    page = Referral.objects.get(pk=draft.pk)
    return lambda: actions.send(page, by=page.sender)


def sent_during_withdrawal(draft: Referral) -> tuple[bool, object]:
    return during(lambda: tenants.withdraw_consent(draft.consent, by=draft.sender), send(draft))


def sent_during_switching_off(draft: Referral, coordinator) -> tuple[bool, object]:
    return during(lambda: partners.switch_off(draft.partner, by=coordinator), send(draft))


def test_sending_during_a_withdrawal_of_consent_waits_and_is_refused_in_a_sentence(draft):
    waited, failure = sent_during_withdrawal(draft)

    draft.refresh_from_db()
    assert waited
    assert isinstance(failure, Refused)
    assert draft.status == Referral.Status.DRAFT
    assert not draft.shares.exists()


def test_without_the_lock_on_the_consent_only_the_database_stops_it(draft, monkeypatch):
    no_row_is_locked(monkeypatch)

    waited, failure = sent_during_withdrawal(draft)

    assert waited
    assert isinstance(failure, IntegrityError)


def test_sending_while_the_partner_is_switched_off_waits_and_is_refused(draft, coordinator):
    waited, failure = sent_during_switching_off(draft, coordinator)

    draft.refresh_from_db()
    assert waited
    assert isinstance(failure, Refused)
    assert draft.status == Referral.Status.DRAFT


def test_without_the_lock_on_the_partner_it_is_sent_to_one_that_is_off(
    draft, coordinator, monkeypatch
):
    no_row_is_locked(monkeypatch)

    waited, failure = sent_during_switching_off(draft, coordinator)

    draft.refresh_from_db()
    assert (waited, failure) == (False, None)
    assert draft.status == Referral.Status.OFFERED
    assert draft.partner.switched_off_at


@pytest.fixture
def both(partner, other_partner, consultant, area) -> list[Referral]:
    """Two organisations were asked for one tenant."""
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)
    return [
        a_referral(signal=Signal.objects.get(pk=signal.pk), partner=one, by=consultant)
        for one in (partner, other_partner)
    ]


def declined_by_both_at_once(both: list[Referral]) -> tuple[bool, object]:
    workers = [factories.a_worker(referral.partner, referral.partner.name) for referral in both]
    first, second = [
        lambda page=referral, worker=worker: actions.decline(
            page, why=Referral.Declined.NOT_OURS, by=worker
        )
        for referral, worker in zip(both, workers, strict=True)
    ]
    return during(first, second)


def status_of_signal(both: list[Referral]) -> str:
    return Signal.objects.get(pk=both[0].signal_id).status


def test_when_both_partners_decline_at_once_the_consultant_goes_on(both):
    waited, failure = declined_by_both_at_once(both)

    assert (waited, failure) == (True, None)
    assert status_of_signal(both) == Signal.Status.TALKING


def test_without_the_locks_on_the_signal_the_second_answer_is_lost(both, monkeypatch):
    no_row_is_locked(monkeypatch)

    waited, failure = declined_by_both_at_once(both)

    assert waited
    assert isinstance(failure, IntegrityError)
    assert Referral.objects.open().get() == both[1]
