"""Every trigger stands on a model, is installed, and changes what becomes of a wrong write.

For each there is a write that breaks what the trigger holds to: it is refused or put right, and
with that one trigger switched off the same write does break it.
"""

from collections.abc import Callable
from typing import NamedTuple

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pgtrigger import core

from accounts.models import User
from accounts.roles import Role
from activities.models import Booking, Chair, Meetup, Place, SignUp
from audit.models import Event, Review, ReviewWeek
from ground.triggers import UnconditionalTrigger
from referrals.models import Referral, Share
from signals.models import FollowUp, Signal
from tenants.models import Consent, Home
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up
from tests.factories.audit import a_read, a_week
from tests.factories.referrals import a_referral

REGISTERED = {trigger.get_uri(model): (model, trigger) for model, trigger in pgtrigger.registered()}


class Case(NamedTuple):
    """A wrong write, and whether what the trigger holds to is still so."""

    write: Callable[[], object]
    stands: Callable[[], bool]
    # Other triggers that would refuse this write as well.
    beside: tuple[str, ...] = ()


def sql(statement: str) -> Callable[[], None]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def emptied(model, *beside: str) -> Case:
    return Case(
        sql(f"TRUNCATE {model._meta.db_table} CASCADE"), lambda: model.objects.exists(), beside
    )


def an_account() -> Case:
    user = User.objects.filter(pk=factories.a_user(Role.HOST).pk)
    return Case(
        lambda: user.update(is_active=False), lambda: user.get().switched_off_at is not None
    )


def an_account_with_an_open_session() -> Case:
    user = User.objects.filter(pk=factories.a_user(Role.HOST).pk)
    return Case(lambda: user.update(is_active=False), lambda: user.get().session_generation > 0)


def an_event() -> Case:
    factories.a_signal()
    return Case(
        lambda: Event.objects.update(verb="anders"),
        lambda: not Event.objects.filter(verb="anders").exists(),
    )


def an_emptied_trail() -> Case:
    factories.a_signal()
    return emptied(Event)


def a_week_with_a_look() -> ReviewWeek:
    a_read(factories.a_user(Role.CONSULTANT))
    return a_week()


def a_review() -> Case:
    reviews = a_week_with_a_look().reviews
    return Case(
        lambda: reviews.update(because="anders"),
        lambda: not reviews.filter(because="anders").exists(),
    )


def emptied_reviews() -> Case:
    a_week_with_a_look()
    return emptied(Review)


def a_week_that_is_read_less() -> Case:
    week = ReviewWeek.objects.filter(pk=a_week_with_a_look().pk)
    return Case(lambda: week.update(reads=0), lambda: week.get().reads != 0)


def emptied_weeks() -> Case:
    a_week_with_a_look()
    return emptied(ReviewWeek, "audit.Review:not_emptied")


def a_consent() -> Case:
    consent = Consent.objects.filter(pk=a_referral().consent_id)
    return Case(lambda: consent.update(words="anders"), lambda: consent.get().words != "anders")


def a_share_that_changes() -> Case:
    shares = a_referral().shares
    return Case(
        lambda: shares.update(value="anders"), lambda: not shares.filter(value="anders").exists()
    )


def a_share_without_consent() -> Case:
    referral = a_referral()
    return Case(
        lambda: Share.objects.create(referral=referral, field="birth_date", value="1940"),
        lambda: not referral.shares.filter(field="birth_date").exists(),
    )


def a_sent_referral_to_another_partner() -> Case:
    referral, other = a_referral(), factories.a_partner()
    rows = Referral.objects.filter(pk=referral.pk)
    return Case(
        lambda: rows.update(partner=other), lambda: rows.get().partner_id == referral.partner_id
    )


def a_referral_that_is_withdrawn() -> Case:
    referral = a_referral()
    rows = Referral.objects.filter(pk=referral.pk)
    return Case(lambda: rows.update(status="withdrawn"), lambda: not referral.shares.exists())


def a_signal_that_ends_with_a_step() -> Case:
    signal = Signal.objects.filter(pk=factories.a_signal().pk)
    end = {"status": "closed", "reason": "mistake", "closed_at": timezone.now()}
    return Case(lambda: signal.update(**end), lambda: signal.get().status != "closed")


def a_step_without_a_next() -> Case:
    steps = factories.a_signal().follow_ups
    return Case(lambda: steps.update(done_at=timezone.now()), lambda: steps.open().exists())


def a_signal_in_another_area() -> Case:
    signal, area = factories.a_signal(), factories.an_area()
    row = Signal.objects.filter(pk=signal.pk)
    return Case(lambda: row.update(area=area), lambda: row.get().area_id == signal.home.area_id)


def a_home_that_changes_area() -> Case:
    signal, area = factories.a_signal(), factories.an_area()
    row = Signal.objects.filter(pk=signal.pk)
    return Case(
        lambda: Home.objects.filter(pk=signal.home_id).update(area=area),
        lambda: row.get().area_id == area.pk,
    )


def a_step_of_somebody_else() -> Case:
    steps = FollowUp.objects.filter(signal=factories.a_signal())
    other = factories.a_user(Role.CONSULTANT)
    return Case(lambda: steps.update(owner=other), lambda: steps.get().lent)


def a_signal_of_somebody_else() -> Case:
    signal, other = factories.a_signal(), factories.a_user(Role.CONSULTANT)
    return Case(
        lambda: Signal.objects.filter(pk=signal.pk).update(owner=other),
        lambda: signal.follow_ups.get().lent,
    )


def a_party_without_a_chair() -> Case:
    guest = SignUp.objects.filter(pk=a_sign_up().pk)
    return Case(lambda: guest.update(party=2), lambda: guest.get().party == 1)


def a_guest_whose_chair_goes() -> Case:
    chairs = Chair.objects.filter(sign_up=a_sign_up())
    return Case(lambda: chairs.delete(), lambda: chairs.exists())


def a_smaller_table() -> Case:
    meetup = Meetup.objects.filter(pk=a_meetup(capacity=2).pk)
    for _ in range(2):
        a_sign_up(meetup.get())
    return Case(lambda: meetup.update(capacity=1), lambda: meetup.get().capacity == 2)


def a_meetup_that_is_called_off() -> Case:
    meetup = Meetup.objects.filter(pk=a_meetup().pk)
    return Case(
        lambda: meetup.update(cancelled_at=timezone.now()),
        lambda: not Booking.objects.filter(meetup=meetup.get()).exists(),
    )


def touched(meetup: Meetup, write: Callable[[], object]) -> Case:
    before = Meetup.objects.get(pk=meetup.pk).touched_at
    return Case(write, lambda: Meetup.objects.get(pk=meetup.pk).touched_at > before)


def a_meetup_with_another_title() -> Case:
    meetup = a_meetup()
    return touched(meetup, lambda: Meetup.objects.filter(pk=meetup.pk).update(title="Anders"))


def one_more_who_waits() -> Case:
    meetup = a_meetup(capacity=1)
    a_sign_up(meetup)
    waiting = SignUp.objects.filter(pk=a_sign_up(meetup).pk)
    return touched(meetup, lambda: waiting.update(party=2))


def a_place_with_another_name() -> Case:
    meetup = a_meetup()
    place = Place.objects.filter(pk=meetup.place_id)
    return touched(meetup, lambda: place.update(name="Anders"))


CASES = {
    "accounts.User:switched_off_since": an_account,
    "accounts.User:sessions_end": an_account_with_an_open_session,
    "audit.Event:append_only": an_event,
    "audit.Event:not_emptied": an_emptied_trail,
    "audit.Review:chosen_once": a_review,
    "audit.Review:not_emptied": emptied_reviews,
    "audit.ReviewWeek:signed_once": a_week_that_is_read_less,
    "audit.ReviewWeek:not_emptied": emptied_weeks,
    "tenants.Consent:only_withdrawn": a_consent,
    "referrals.Referral:frozen": a_sent_referral_to_another_partner,
    "referrals.Referral:take_back": a_referral_that_is_withdrawn,
    "referrals.Share:frozen": a_share_that_changes,
    "referrals.Share:needs_consent": a_share_without_consent,
    "signals.Signal:one_next_step": a_signal_that_ends_with_a_step,
    "signals.FollowUp:one_next_step": a_step_without_a_next,
    "signals.Signal:take_area": a_signal_in_another_area,
    "signals.HomeOfSignals:follow_area": a_home_that_changes_area,
    "signals.FollowUp:lent": a_step_of_somebody_else,
    "signals.Signal:lent": a_signal_of_somebody_else,
    "activities.SignUp:fits": a_party_without_a_chair,
    "activities.Chair:fits": a_guest_whose_chair_goes,
    "activities.Meetup:fits": a_smaller_table,
    "activities.Meetup:book": a_meetup_that_is_called_off,
    "activities.Meetup:touch": a_meetup_with_another_title,
    "activities.SignUp:touch_meetup": one_more_who_waits,
    "activities.Place:touch_meetups": a_place_with_another_name,
}


def written(case: Case) -> None:
    """Write as at the end of a transaction; a refusal leaves everything as it was."""
    try:
        with transaction.atomic():
            case.write()
            connection.check_constraints()
    except DatabaseError:
        pass


def arranged(uri: str) -> Case:
    """With nothing left to look at, so that triggers can be switched off."""
    case = CASES[uri]()
    connection.check_constraints()
    if case.beside:
        pgtrigger.disable(*case.beside)
    return case


def test_every_trigger_has_a_case():
    assert set(CASES) == set(REGISTERED)


@pytest.mark.django_db
@pytest.mark.parametrize("uri", CASES)
def test_a_wrong_write_is_refused_or_put_right(uri):
    case = arranged(uri)

    written(case)

    assert case.stands()


@pytest.mark.django_db
@pytest.mark.parametrize("uri", CASES)
def test_the_same_write_with_the_trigger_off_is_wrong(uri):
    case = arranged(uri)
    pgtrigger.disable(uri)

    written(case)

    assert not case.stands()


@pytest.mark.django_db
def test_every_trigger_is_installed_as_declared_and_on():
    found = {
        uri: trigger.get_installation_status(model) for uri, (model, trigger) in REGISTERED.items()
    }

    assert {uri: state for uri, state in found.items() if state != (core.INSTALLED, True)} == {}


@pytest.mark.django_db
def test_no_trigger_in_the_database_is_undeclared():
    declared = {
        (model._meta.db_table, trigger.get_pgid(model)) for model, trigger in REGISTERED.values()
    }

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal"
        )
        assert set(cursor.fetchall()) == declared


def is_unconditional(uri: str) -> bool:
    return isinstance(REGISTERED[uri][1], UnconditionalTrigger)


@pytest.mark.django_db
@pytest.mark.parametrize("uri", [*filter(is_unconditional, CASES)])
def test_a_setting_of_the_session_does_not_switch_off_what_guards_the_trail(uri):
    case = arranged(uri)

    with pgtrigger.ignore():
        written(case)

    assert case.stands()


@pytest.mark.django_db
def test_the_same_setting_does_switch_off_another():
    case = arranged("signals.FollowUp:one_next_step")

    with pgtrigger.ignore("signals.FollowUp:one_next_step"):
        written(case)

    assert not case.stands()
