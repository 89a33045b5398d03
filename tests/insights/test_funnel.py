"""The funnel from a logged signal to restored contact."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities import actions as activities
from insights.figures import Period
from insights.funnel import KEYS, funnel
from referrals.models import Feedback, Referral
from signals import actions as signals
from signals.models import FollowUp
from tenants.models import Consent, Tenant
from tests import factories
from tests.factories.activities import a_sign_up, begun
from tests.factories.referrals import a_draft, a_referral, answered

pytestmark = pytest.mark.django_db
Status = Referral.Status


@pytest.fixture
def year() -> Period:
    """A period from a year ago, so that no test depends on the current date."""
    return Period("jaar", timezone.localdate() - timedelta(days=365))


def counts(period: Period) -> list[int]:
    """Counts of the steps: logged, followed, spoken, asked, referred, joined, restored."""
    return [step.count for step in funnel(period).steps]


def finish(signal, outcome: str) -> None:
    signals.finish(
        signal.follow_ups.open().get(),
        outcome=outcome,
        words="",
        next_kind=FollowUp.Kind.CALL,
        next_on=None,
        by=signal.owner,
    )


def came_along(tenant: Tenant, *, by) -> None:
    """Record that the tenant attended a meetup."""
    guest = a_sign_up(tenant=tenant, by=by)
    begun(guest.meetup)
    activities.mark_attended(guest, by=by)


def test_new_signal_is_at_the_first_step(year):
    factories.a_signal()

    assert counts(year) == [1, 0, 0, 0, 0, 0, 0]


def test_tenant_not_home_counts_as_followed_up_and_not_spoken(year):
    finish(factories.a_signal(), FollowUp.Outcome.NOT_HOME)

    assert counts(year) == [1, 1, 0, 0, 0, 0, 0]


def test_spoken_tenant_counts_as_followed_up(year):
    finish(factories.a_signal(), FollowUp.Outcome.SPOKEN)

    assert counts(year) == [1, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize("answer", Consent.Answer.values)
def test_asked_counts_whatever_the_answer(year, answer):
    answered(a_draft(), answer)

    assert counts(year) == [1, 1, 1, 1, 0, 0, 0]


def test_consent_asked_before_the_signal_does_not_count(year):
    first = answered(a_draft(), Consent.Answer.NO)

    factories.a_signal(first.tenant)

    assert counts(year) == [2, 1, 1, 1, 0, 0, 0]


def test_referred_signal_counts_as_asked_and_spoken(year):
    a_referral(status=Status.OFFERED)

    assert counts(year) == [1, 1, 1, 1, 1, 0, 0]


def test_attending_once_with_the_partner_counts_as_joined(year):
    a_referral(status=Status.UNDER_WAY)

    assert counts(year) == [1, 1, 1, 1, 1, 1, 0]


def test_attending_a_meetup_after_the_referral_counts_as_joined(year):
    referral = a_referral(status=Status.ACCEPTED)

    came_along(referral.tenant, by=referral.sender)

    assert counts(year) == [1, 1, 1, 1, 1, 1, 0]


def test_attendance_without_a_referral_counts_outside_the_funnel(year):
    signal = factories.a_signal()

    came_along(signal.tenant, by=signal.owner)

    assert counts(year) == [1, 0, 0, 0, 0, 0, 0]
    assert funnel(year).by_themselves == 1


def test_feedback_stopped_does_not_count_as_joined(year):
    a_referral(status=Status.ENDED)

    assert counts(year) == [1, 1, 1, 1, 1, 0, 0]


def test_contact_counts_as_restored_when_the_tenant_says_so(year):
    a_referral(status=Status.COMPLETED)

    assert Feedback.objects.get().contact_restored
    assert counts(year) == [1, 1, 1, 1, 1, 1, 1]


def test_signals_before_the_period_do_not_count():
    a_referral(status=Status.COMPLETED)

    tomorrow = Period("jaar", timezone.localdate() + timedelta(days=1))

    assert counts(tomorrow) == [0] * len(KEYS)


def test_days_of_a_step_are_the_median_since_the_previous_step(year):
    for days in (2, 4, 30):
        signal = factories.a_signal()
        finish(signal, FollowUp.Outcome.SPOKEN)
        done = signal.follow_ups.exclude(done_at=None)
        done.update(done_at=signal.logged_at + timedelta(days=days))

    _, followed, spoken, *_ = funnel(year).steps

    assert (followed.days, spoken.days) == (4, 0)
    assert (followed.share, followed.went_on) == (100, 100)
