"""Places: bookings, closures, access, walking times and subsidy evidence."""

import re
import threading
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from activities import actions
from activities.forms.places import PlaceForm
from activities.models import Booking, Meetup, Place
from activities.room_use import evidence
from ground.refusals import Refused
from tenants.models import Home
from tests import factories
from tests.factories.activities import a_booking, a_meetup, a_place, a_sign_up, an_invite, at, begun
from tests.factories.race import race

pytestmark = pytest.mark.django_db


def test_overlapping_meetup_in_a_room_is_refused():
    place = a_place()
    a_meetup(title="Soep", place=place, starts_at=at(3, 10))

    with pytest.raises(Refused, match=r"al bezet: Soep, .* 10.00 tot 12.00 uur"):
        a_meetup(place=place, starts_at=at(3, 11))


def test_meetup_may_begin_when_another_in_the_room_ends():
    place = a_place()
    a_meetup(place=place, starts_at=at(3, 10))

    assert a_meetup(place=place, starts_at=at(3, 12))


def test_shared_place_takes_two_meetups_without_bookings():
    square = a_place(is_shared=True)
    a_meetup(place=square)

    assert a_meetup(place=square)
    assert not Booking.objects.filter(place=square).exists()


def test_calling_off_frees_the_room(consultant):
    place = a_place()
    actions.cancel_meetup(a_meetup(place=place), why="Dicht.", by=consultant)

    assert a_meetup(place=place)


def test_booking_follows_a_meetup_to_another_place(consultant):
    meetup, other = a_meetup(), a_place()

    actions.change_meetup(meetup, place=other, by=consultant)

    booking = Booking.objects.get(meetup=meetup)
    assert (booking.place, booking.begins_at) == (other, meetup.starts_at)


@pytest.mark.django_db(transaction=True)
def test_two_planners_racing_for_a_room_one_is_refused():
    place, planners = a_place(), threading.Barrier(2)

    def plan() -> None:
        planners.wait()
        a_meetup(place=place)

    a_meetup()  # create the planner before the race
    for _ in range(10):
        place = a_place()
        failures = race([plan, plan])

        assert [type(failure) for failure in failures] == [Refused]
        assert place.meetups.count() == 1


@transaction.atomic
def past_the_rules(place: Place, meetup: Meetup) -> None:
    Meetup.objects.filter(pk=meetup.pk).update(place=place)


@pytest.mark.parametrize("hour", [10, 11])
def test_database_refuses_overlapping_bookings_of_a_room(hour):
    place = a_place()
    a_meetup(place=place, starts_at=at(3, 10))
    other = a_meetup(starts_at=at(3, hour))

    with pytest.raises(IntegrityError, match="a_place_is_taken_once"):
        past_the_rules(place, other)


def test_reservation_blocks_a_meetup_until_it_is_released(consultant):
    booking = a_booking(begins_at=at(3, 9), ends_at=at(3, 18), what="Vergadering")
    with pytest.raises(Refused, match="Vergadering"):
        a_meetup(place=booking.place)

    actions.release(booking, by=consultant)

    assert a_meetup(place=booking.place)


def test_releasing_the_booking_of_a_meetup_is_refused(consultant):
    meetup = a_meetup()

    with pytest.raises(Refused, match="hoort bij een activiteit"):
        actions.release(meetup.booking, by=consultant)


def test_plan_form_names_the_conflicting_meetup(signed_in, consultant):
    there = a_meetup(title="Soep")

    answer = signed_in(consultant).post(
        reverse("activities:plan_meetup"),
        {
            "key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "title": "Thee", "tile": "koffie",
            "about": "Thee.", "place": there.place_id, "day": f"{at(3).date()}",
            "begins": "11:00", "ends": "12:00", "capacity": 4, "cost": "Gratis", "host_name": "Ria",
            "element": "ontmoeten",
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "al bezet: Soep" in answer.content.decode()
    assert 'value="Thee"' in answer.content.decode()


def test_place_page_shows_subsidy_evidence_per_year(signed_in, consultant):
    today = timezone.localdate()
    place = a_place(subsidy_from=today - timedelta(days=400), subsidy_until=today)
    guest = a_sign_up(begun_later(place), party=2)
    begun(guest.meetup)
    actions.mark_attended(guest, by=consultant)
    Meetup.objects.filter(pk=guest.meetup_id).update(ends_at=timezone.now(), walk_ins=3)

    page = signed_in(consultant).get(place.get_absolute_url()).content.decode()

    assert "Subsidie: ontmoeten tot en met" in page
    row = f'<th scope="row">{today.year}</th><td>1</td><td>1</td><td>5</td>'
    assert row in re.sub(r">\s+<", "><", page)


def begun_later(place: Place) -> Meetup:
    return a_meetup(place=place)


def test_who_may_come_in_is_said_per_place_and_counted_per_meetup(signed_in, consultant):
    today = timezone.localdate()
    subsidy = {"subsidy_from": today - timedelta(days=30), "subsidy_until": today}
    place, other = a_place(**subsidy), a_place(open_to=Place.OpenTo.COMPLEX, **subsidy)
    for n, group in enumerate(("", "", "Alleen vrouwen")):
        meetup = a_meetup(place=place, for_whom=group, starts_at=at(3 + n))
        start = timezone.now() - timedelta(hours=3 * n + 3)
        Meetup.objects.filter(pk=meetup.pk).update(
            starts_at=start, ends_at=start + timedelta(hours=1)
        )
    client = signed_in(consultant)

    page, closed = (client.get(one.get_absolute_url()).text for one in (place, other))

    years = evidence(place)
    assert [sum(row[name] for row in years) for name in ("meetups", "open")] == [3, 2]
    assert "Deze plek is open voor iedereen uit de buurt." in page
    assert "De subsidie vraagt" not in page
    assert "open voor bewoners van het complex en wie zij meenemen" in " ".join(closed.split())
    assert "De subsidie vraagt dat iedereen uit de buurt binnen mag" in closed


def test_who_may_come_in_is_chosen_on_the_form_of_a_place(signed_in, consultant):
    sent = {"name": "De Merel", "street": "Merelstraat 2", "town": "Testdorp"}
    sent |= {"open_to": "uitnodiging"}

    signed_in(consultant).post(reverse("activities:add_place"), sent)

    assert Place.objects.get().get_open_to_display() == "alleen wie is uitgenodigd"


@pytest.mark.parametrize("known", [True, False])
def test_database_knows_who_may_come_in(known):
    place, values = a_place(), Place.OpenTo.values if known else ["iedereen"]

    for value in values:
        with nullcontext() if known else pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(pk=place.pk).update(open_to=value)


def test_closing_a_place_previews_the_planned_meetups(signed_in, consultant):
    meetup = a_meetup(title="Soep")
    form = {"first": timezone.localdate(), "last": at(20).date(), "why": "verbouwing"}

    answer = signed_in(consultant).post(
        reverse("activities:close_place", args=[meetup.place_id]), form | {"kijk": "1"}
    )

    assert "Soep" in answer.content.decode()
    meetup.refresh_from_db()
    assert not meetup.is_cancelled


def test_closing_without_another_place_calls_off_the_meetups(signed_in, consultant):
    meetup = a_meetup()
    form = {"first": timezone.localdate(), "last": at(20).date(), "why": "verbouwing"}

    signed_in(consultant).post(reverse("activities:close_place", args=[meetup.place_id]), form)

    meetup.refresh_from_db()
    assert meetup.is_cancelled
    assert Booking.objects.get(place=meetup.place).what == "Gesloten: verbouwing"


def test_shared_place_made_exclusive_books_its_planned_meetups(consultant):
    square = a_place(is_shared=True)
    a_meetup(place=square)

    actions.change_place(square, is_shared=False, by=consultant)

    with pytest.raises(Refused, match="al bezet"):
        a_meetup(place=square)


def test_shared_place_with_overlapping_meetups_cannot_become_exclusive(consultant):
    square = a_place(is_shared=True)
    a_meetup(place=square)
    a_meetup(place=square)

    with pytest.raises(Refused, match="twee activiteiten op hetzelfde moment"):
        actions.change_place(square, is_shared=False, by=consultant)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_closing_on_an_impossible_date_is_a_form_error(signed_in, consultant, day):
    form = {"first": day, "last": day, "why": "verbouwing"}

    answer = signed_in(consultant).post(
        reverse("activities:close_place", args=[a_place().pk]), form
    )

    assert answer.status_code == 422


def test_invited_tenant_sees_the_walking_time_from_home(signed_in, client, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    Home.objects.filter(tenancies__tenant=tenant).update(complex_code="C7", complex_name="Linden")
    meetup = a_meetup(by=consultant)
    invite = an_invite(meetup, tenant)

    signed_in(consultant).post(
        reverse("activities:note_walk", args=[meetup.place_id]),
        {"complex_code": "C7", "minutes": 5},
    )

    text = client.get(reverse("activities:code", args=[invite.code])).content.decode()
    assert "Het is 5 minuten lopen." in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ("0", "minstens 1 minuut"),
        ("500", "te ver om te lopen"),
        ("x", "heel getal"),
        ("", "hoeveel minuten"),
    ],
)
def test_invalid_walking_time_shows_an_error_and_is_not_saved(
    signed_in, consultant, area, minutes, words
):
    Home.objects.filter(pk=factories.a_home(area).pk).update(complex_code="C7")
    place = a_place()

    answer = signed_in(consultant).post(
        reverse("activities:note_walk", args=[place.pk]),
        {"complex_code": "C7", "minutes": minutes},
        follow=True,
    )

    assert not place.walks.exists()
    assert words in answer.content.decode()


def test_capacity_above_the_size_of_the_room_is_refused(signed_in, consultant):
    place = a_place(room_for=10)
    form = {
        "key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "title": "Thee", "tile": "koffie",
        "about": "Thee.", "place": place.pk, "day": f"{at(3).date()}", "begins": "11:00",
        "ends": "12:00", "capacity": 12, "cost": "Gratis", "host_name": "Ria",
        "element": "ontmoeten",
    }  # fmt: skip

    answer = signed_in(consultant).post(reverse("activities:plan_meetup"), form)

    assert answer.status_code == 422
    assert "passen 10 mensen" in answer.content.decode()


def test_key_holder_number_is_optional_and_normalised():
    empty = PlaceForm({"key_phone": ""})
    filled = PlaceForm({"key_phone": "020-123 45 67"})

    assert not {"key_phone"} & (empty.errors.keys() | filled.errors.keys())
    assert empty.cleaned_data["key_phone"] == ""
    assert filled.cleaned_data["key_phone"] == "+31 20 123 4567"


def test_key_holder_number_that_cannot_be_called_is_refused():
    form = PlaceForm({"key_phone": "0900 8844"})

    assert form.errors["key_phone"] == [
        "Op dit telefoonnummer kan niemand gebeld worden. Kijk het na."
    ]
