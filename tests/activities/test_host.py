"""What a host does at the door: cancel for a guest who told her, and see who is there for the first
time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Meetup, SignUp
from activities.print_data import door_list
from activities.views.meetups import guests_of
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, begun

pytestmark = pytest.mark.django_db
HENNIE = {"name": "Hennie van Dijk", "phone": "06 12345678"}


def cancelling(guest: SignUp) -> str:
    return reverse("activities:cancel_sign_up", args=[guest.pk])


def has_been(meetup: Meetup, days: int = 7) -> Meetup:
    """Return the meetup as if it was this many days ago."""
    start = timezone.now() - timedelta(days=days)
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    meetup.refresh_from_db()
    return meetup


def at_an_earlier(meetup: Meetup, *, attended: bool = True, **guest) -> SignUp:
    """A guest of a meetup that was last week."""
    found = a_sign_up(meetup, **guest)
    has_been(meetup)
    if attended:
        SignUp.objects.filter(pk=found.pk).update(attended_at=timezone.now())
    return found


def test_host_cancels_a_guest_by_first_name_and_the_next_gets_the_chair(signed_in, host):
    meetup = a_meetup(host=host, capacity=1)
    guest, waiting = a_sign_up(meetup, **HENNIE), a_sign_up(meetup)
    client = signed_in(host)

    assert cancelling(guest) in client.get(meetup.get_absolute_url()).text
    asked = client.get(cancelling(guest)).text
    after = client.post(cancelling(guest), follow=True).text

    assert "Hennie afmelden?" in asked
    assert "Hennie is afgemeld." in after
    assert "van Dijk" not in asked + after
    guest.refresh_from_db()
    waiting.refresh_from_db()
    assert (guest.status, waiting.status) == ("cancelled", "offered")


def test_host_cannot_cancel_a_guest_of_somebody_else(signed_in, host):
    guest = a_sign_up(a_meetup())

    assert signed_in(host).post(cancelling(guest)).status_code == 404
    guest.refresh_from_db()
    assert guest.status == "confirmed"


def test_host_is_told_whom_to_ask_about_a_shielded_guest(signed_in, host, area, consultant):
    tenant = factories.a_tenant(factories.a_home(area))
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup, tenant=tenant, by=consultant)
    Tenant.objects.filter(pk=tenant.pk).update(shielded_at=timezone.now())
    client = signed_in(host)

    answer = client.post(cancelling(guest))

    assert cancelling(guest) not in client.get(meetup.get_absolute_url()).text
    assert (answer.status_code, "Geef aan ons door" in answer.text) == (409, True)
    guest.refresh_from_db()
    assert guest.status == "confirmed"


def test_guest_is_new_until_they_were_there_once(signed_in, host):
    coming = a_meetup(host=host)
    a_sign_up(coming, **HENNIE)
    client = signed_in(host)

    before = client.get(coming.get_absolute_url()).text
    at_an_earlier(a_meetup(host=host), **HENNIE)
    after = client.get(coming.get_absolute_url()).text

    assert "Voor het eerst" in before
    assert "Voor het eerst" not in after


def test_somebody_else_on_the_same_number_is_new(signed_in, host):
    coming = a_meetup(host=host)
    a_sign_up(coming, **HENNIE | {"name": "Truus"})
    at_an_earlier(a_meetup(host=host), **HENNIE)

    assert "Voor het eerst" in signed_in(host).get(coming.get_absolute_url()).text


def test_guest_who_stayed_away_is_still_new_and_a_list_without_ticks_counts_as_present(host):
    coming, kept, unkept = a_meetup(host=host), a_meetup(host=host), a_meetup(host=host)
    a_sign_up(coming, name="Bep", phone="06 11111111")
    a_sign_up(coming, name="Cor", phone="06 22222222")
    a_sign_up(kept, name="Bep", phone="06 11111111")
    at_an_earlier(kept, **HENNIE)
    at_an_earlier(unkept, name="Cor", phone="06 22222222", attended=False)

    new = {guest.shown for guest in guests_of(host, coming) if guest.is_new}

    assert new == {"Bep"}


def test_host_learns_nothing_of_meetups_of_others_and_staff_see_all(host, consultant):
    coming = a_meetup(host=host)
    a_sign_up(coming, **HENNIE)
    at_an_earlier(a_meetup(), **HENNIE)

    assert guests_of(host, coming)[0].is_new
    assert not guests_of(consultant, coming)[0].is_new


def test_first_time_stays_after_the_tick_and_stands_on_the_door_list(signed_in, host):
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup, fetch=True, **HENNIE)
    begun(meetup)

    ticked = signed_in(host).post(
        reverse("activities:mark_attended", args=[guest.pk]), headers={"HX-Request": "true"}
    )

    assert "Voor het eerst" in ticked.text
    assert door_list(meetup, guests_of(host, meetup))["rows"] == [
        {"name": "Hennie", "note": "voor het eerst, ophalen"}
    ]
