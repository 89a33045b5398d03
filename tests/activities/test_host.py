"""What a host does: cancel for a guest who told her, see who is there for the first time, note who
came without signing up."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from activities.models import Meetup, SignUp
from activities.print_data import door_list
from activities.retention import old_walk_ins
from activities.views.meetups import guests_of
from audit.models import Event
from ground.refusals import Refused
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, a_walk_in, begun

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


def naming(meetup: Meetup) -> str:
    return reverse("activities:name_walk_in", args=[meetup.pk])


def test_walk_in_with_a_first_name_is_counted_and_shown_once(signed_in, host):
    meetup, client = begun(a_meetup(host=host)), signed_in(host)
    sent = {"key": uuid.uuid4(), "name": "Ans"}

    client.post(naming(meetup), sent)
    client.post(naming(meetup), sent)

    page = client.get(meetup.get_absolute_url()).text
    meetup.refresh_from_db()
    assert (meetup.walk_ins, page.count("<span>Ans</span>")) == (1, 1)


def test_walk_in_who_is_forgotten_stays_counted(signed_in, host):
    walk_in = a_walk_in(begun(a_meetup(host=host)))
    client = signed_in(host)

    client.post(reverse("activities:forget_walk_in", args=[walk_in.pk]))

    meetup = walk_in.meetup
    meetup.refresh_from_db()
    assert meetup.walk_ins == 1
    assert "<span>Ans</span>" not in client.get(meetup.get_absolute_url()).text


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Vul de voornaam in"), ("A" * 41, "A" * 41)], ids=["none", "too long"]
)
def test_wrong_first_name_comes_back_with_a_sentence(signed_in, host, typed, said):
    meetup = begun(a_meetup(host=host))

    answer = signed_in(host).post(naming(meetup), {"key": uuid.uuid4(), "name": typed})

    assert (answer.status_code, said in answer.text) == (422, True)
    meetup.refresh_from_db()
    assert meetup.walk_ins == 0


def test_number_below_the_names_is_refused_at_the_field(signed_in, host):
    meetup = begun(a_meetup(host=host))
    a_walk_in(meetup)
    counting = reverse("activities:count_walk_ins", args=[meetup.pk])

    too_few = signed_in(host).post(counting, {"walk_ins": 0})
    not_a_number = signed_in(host).post(counting, {"walk_ins": "drie"})
    signed_in(host).post(counting, {"walk_ins": 4})

    assert (too_few.status_code, "Je noteerde al 1 voornaam" in too_few.text) == (422, True)
    assert (not_a_number.status_code, 'value="drie"' in not_a_number.text) == (422, True)
    meetup.refresh_from_db()
    assert meetup.walk_ins == 4


def test_walk_ins_are_not_named_before_the_day(host):
    with pytest.raises(Refused, match="op de dag zelf"):
        a_walk_in(a_meetup(host=host), by=host)


def test_first_name_of_a_walk_in_is_seen_by_own_host_only_and_that_is_recorded(signed_in, host):
    walk_in = a_walk_in(begun(a_meetup(host=host)))
    other = factories.a_user(Role.HOST, "Kees Smit")

    signed_in(host).get(walk_in.meetup.get_absolute_url())

    seen = Event.objects.get(verb="activities.walk_ins")
    assert (seen.actor_id, seen.details["ids"]) == (host.pk, [str(walk_in.pk)])
    forget = reverse("activities:forget_walk_in", args=[walk_in.pk])
    assert signed_in(other).post(forget).status_code == 404


def test_first_name_of_a_walk_in_goes_a_year_after_the_meetup():
    walk_in = a_walk_in(begun(a_meetup()))
    today = timezone.localdate()

    assert not old_walk_ins(today + timedelta(days=350)).exists()
    assert old_walk_ins(today + timedelta(days=367)).get() == walk_in
