"""Somebody who used to come and stops signing up is seen, over everything that they came to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import actions
from activities.models import CallTask, Meetup, Place, SignUp
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_place, a_sign_up, at

pytestmark = pytest.mark.django_db
HENNIE = {"name": "Hennie van Dijk", "phone": "06 12345678"}
CALLS = reverse("activities:calls")


def held(days_ago: int, place: Place, *, with_hennie: bool = True, **fields) -> Meetup:
    """A meetup that was so many days ago, with another guest who attended, and Hennie too."""
    meetup = a_meetup(place=place, starts_at=at(400 + days_ago), **fields)
    guests = [a_sign_up(meetup)]
    if with_hennie:
        guests.append(a_sign_up(meetup, **HENNIE))
    start = timezone.now() - timedelta(days=days_ago)
    SignUp.objects.filter(pk__in=[guest.pk for guest in guests]).update(attended_at=start)
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    return meetup


@pytest.fixture
def place() -> Place:
    return a_place(is_shared=True)


def used_to_come(place: Place, *days: int, since: tuple[int, ...] = (20, 10)) -> None:
    """Meetups of different kinds to which Hennie came, and later ones without her."""
    titles = ["Koffietafel", "Wandelclub", "Soep", "Breien", "Zingen"]
    for n, ago in enumerate(days):
        held(ago, place, title=titles[n % len(titles)])
    for ago in since:
        held(ago, place, with_hennie=False)


@pytest.mark.parametrize(
    ("came", "since", "planned"),
    [
        ((52, 45, 38), (20, 10), 1),  # every week, to three different things
        ((45, 38), (20, 10), 0),  # twice is not often
        ((40, 30, 20), (10, 5), 0),  # not yet long ago
        ((52, 45, 38), (20,), 0),  # one meetup is not yet a reason
        ((100, 70, 40), (20, 10), 0),  # comes once a month: forty days are no pause
        ((130, 100, 70), (20, 10), 1),  # came once a month
        ((180, 90, 40), (20, 10), 0),  # three times in half a year is not often
        ((200, 195, 190), (20, 10), 0),  # too long ago
    ],
)
def test_who_used_to_come_is_called_once_about_the_last_time(place, came, since, planned):
    used_to_come(place, *came, since=since)

    assert actions.plan_calls_to_quiet_guests() == planned
    assert actions.plan_calls_to_quiet_guests() == 0
    calls = CallTask.objects.filter(why="quiet")
    assert [call.sign_up.phone for call in calls] == ["+31 6 12345678"] * planned


def test_who_is_signed_up_for_anything_is_not_quiet(place):
    used_to_come(place, 52, 45, 38)
    a_sign_up(a_meetup(), **HENNIE)

    assert actions.plan_calls_to_quiet_guests() == 0


def test_sign_up_for_what_was_called_off_or_cancelled_is_no_reason_to_wait(place, consultant):
    used_to_come(place, 52, 45, 38)
    coming = a_meetup()
    a_sign_up(coming, **HENNIE)
    actions.cancel_meetup(coming, why="x", by=consultant)
    actions.cancel_sign_up(a_sign_up(a_meetup(), **HENNIE), by=consultant)

    assert actions.plan_calls_to_quiet_guests() == 1


@pytest.mark.parametrize("field", ["died_on", "shielded_at", "restricted_at"])
def test_nobody_is_called_who_must_not_be(place, area, consultant, field):
    used_to_come(place, 52, 45, 38)
    tenant = factories.a_tenant(factories.a_home(area))
    newest = SignUp.objects.filter(phone="+31 6 12345678").first()
    SignUp.objects.filter(pk=newest.pk).update(tenant=tenant)
    Tenant.objects.filter(pk=tenant.pk).update(**{field: timezone.now()})

    assert actions.plan_calls_to_quiet_guests() == 0


def test_who_was_just_called_because_they_were_missed_is_not_called_again(place):
    used_to_come(place, 52, 45, 38)
    newest = SignUp.objects.filter(phone="+31 6 12345678").latest("attended_at")
    CallTask.objects.create(sign_up=newest, why=CallTask.Why.MISSED)

    assert actions.plan_calls_to_quiet_guests() == 0


def test_call_is_on_the_list_with_who_follows_the_tenant_and_on_their_own_day(
    place, area, consultant, coordinator, signed_in
):
    used_to_come(place, 52, 45, 38)
    tenant = factories.a_tenant(factories.a_home(area))
    factories.a_signal(tenant, by=consultant, owner=consultant)
    SignUp.objects.filter(phone="+31 6 12345678").update(tenant=tenant)
    actions.plan_calls_to_quiet_guests()

    page = " ".join(signed_in(consultant).get(CALLS).text.split())
    own, other = (
        signed_in(user).get(reverse("signals:today")).text for user in (consultant, coordinator)
    )

    assert f"kwam vaak, en nu een tijd niet; gevolgd door {consultant.name}" in page
    assert "1 huurder die jij volgt" in own
    assert "die jij volgt" not in other


def test_call_is_gone_after_it_was_made(place, consultant, signed_in):
    used_to_come(place, 52, 45, 38)
    actions.plan_calls_to_quiet_guests()
    call = CallTask.objects.get(why="quiet")

    signed_in(consultant).post(reverse("activities:called", args=[call.pk]))

    assert "Hennie" not in signed_in(consultant).get(CALLS).text
    assert actions.plan_calls_to_quiet_guests() == 0


def test_who_follows_a_tenant_is_only_said_to_colleagues_who_may_see_the_signal(
    place, area, consultant, other_consultant, signed_in
):
    used_to_come(place, 52, 45, 38)
    tenant = factories.a_tenant(factories.a_home(area))
    factories.a_signal(tenant, by=consultant, owner=consultant)
    SignUp.objects.filter(phone="+31 6 12345678").update(tenant=tenant)
    actions.plan_calls_to_quiet_guests()

    page = signed_in(other_consultant).get(CALLS).text

    assert "kwam vaak, en nu een tijd niet" in page
    assert "gevolgd door" not in page


def test_call_is_gone_once_the_guest_came_or_signed_up_again(place, consultant, signed_in):
    used_to_come(place, 52, 45, 38)
    actions.plan_calls_to_quiet_guests()
    client = signed_in(consultant)
    before = client.get(CALLS).text

    used_to_come(place, 1)

    assert "kwam vaak" in before
    assert "kwam vaak" not in client.get(CALLS).text
