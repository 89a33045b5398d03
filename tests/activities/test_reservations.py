"""A place that is reserved again and again by a rule."""

import uuid
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities import actions
from activities.models import Booking, Meetup, Place, Reservation
from ground.refusals import Refused
from tests.factories.activities import a_booking, a_meetup, a_place, a_reservation, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return a_place(name="De Merel")


def first() -> date:
    return timezone.localdate() + timedelta(days=7)


def sent(**fields) -> dict:
    return {
        "key": uuid.uuid4(), "what": "Bestuur", "day": first().isoformat(), "begins": "19:00",
        "ends": "21:00", "repeat": "week", "until": (first() + timedelta(days=28)).isoformat(),
    } | fields  # fmt: skip


def local(bookings) -> list[tuple[date, time]]:
    begun = [timezone.localtime(one.begins_at) for one in bookings.order_by("begins_at")]
    return [(moment.date(), moment.time()) for moment in begun]


def test_form_reserves_every_week_at_the_same_local_time_once(signed_in, consultant, place):
    client, form = signed_in(consultant), sent()

    for _ in range(2):
        client.post(place.get_absolute_url(), form)

    days = [(first() + timedelta(days=7 * n), time(19)) for n in range(5)]
    assert local(place.bookings) == days
    page = client.get(place.get_absolute_url()).text
    assert page.count("Elke week, tot en met") == 5
    with pytest.raises(Refused, match="al bezet: Bestuur"):
        a_meetup(place=place, starts_at=at(7, 20))


def test_time_of_day_stays_the_same_across_a_clock_change(place):
    reservation = a_reservation(place, first_on=date(2027, 3, 24), until=date(2027, 4, 7))

    assert {moment for _day, moment in local(reservation.bookings)} == {time(16)}


def test_holidays_are_passed_over_when_so_chosen(place):
    with override_settings(HOLIDAYS_OF="NL"):
        chosen = {"first_on": date(2027, 12, 18), "until": date(2028, 1, 8)}
        without = a_reservation(place, skips_holidays=True, **chosen)
        with_ = a_reservation(a_place(), skips_holidays=False, **chosen)

    assert (without.bookings.count(), with_.bookings.count()) == (2, 4)


def test_taken_days_are_named_and_passed_over_when_ticked(signed_in, consultant, place):
    a_booking(place, begins_at=at(14, 20), ends_at=at(14, 22), what="Schilder")
    client, form = signed_in(consultant), sent()

    asked = client.post(place.get_absolute_url(), form)
    client.post(place.get_absolute_url(), form | {"around": "on"})

    assert asked.status_code == 422
    assert "De Merel is 1 keer al bezet" in asked.text
    assert "(Schilder)" in asked.text
    assert 'type="checkbox" name="around"' in " ".join(asked.text.split())
    assert 'value="Bestuur"' in asked.text
    skipped = first() + timedelta(days=7)
    days = [day for day, _moment in local(place.bookings.exclude(reservation=None))]
    assert len(days) == 4
    assert skipped not in days


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": ""}, "Kies tot en met welke dag"),
        ({"until": "2020-01-01"}, "Dat is voor de eerste dag"),
        ({"until": "2090-01-01"}, "meer dan twee jaar vooruit"),
        ({"until": "ooit"}, "Schrijf de dag als"),
        ({"repeat": "elke dag"}, "elke dag"),
        ({"ends": "18:00"}, "Het eindigt voor het begint"),
        ({"key": ""}, "Open de plek opnieuw"),
    ],
)
def test_wrong_reservation_comes_back_with_a_sentence(signed_in, consultant, place, wrong, said):
    answer = signed_in(consultant).post(place.get_absolute_url(), sent(**wrong))

    assert (answer.status_code, said in answer.text) == (422, True)
    assert 'value="Bestuur"' in answer.text
    assert not Reservation.objects.exists()
    assert not Booking.objects.exists()


def test_single_reservation_needs_no_last_day(signed_in, consultant, place):
    signed_in(consultant).post(place.get_absolute_url(), sent(repeat="", until=""))

    assert place.bookings.get().reservation is None


def test_one_time_is_released_and_the_others_stay(signed_in, consultant, place):
    reservation = a_reservation(place)
    second = reservation.bookings.order_by("begins_at")[1]

    signed_in(consultant).post(reverse("activities:release", args=[second.pk]))

    assert reservation.bookings.count() == 3
    assert a_meetup(place=place, starts_at=second.begins_at, ends_at=second.ends_at)


def test_a_time_and_all_later_ones_are_released_after_a_question(signed_in, consultant, place):
    reservation = a_reservation(place)
    other = a_reservation(place, begins=time(9), ends=time(10), first_on=reservation.first_on)
    second = reservation.bookings.order_by("begins_at")[1]
    address = reverse("activities:release_from", args=[second.pk])
    client = signed_in(consultant)

    question = client.get(address).text
    client.post(address)

    assert "zijn er nog 3 keren" in " ".join(question.split())
    assert (reservation.bookings.count(), other.bookings.count()) == (1, 4)
    left = reservation.bookings.get()
    reservation.refresh_from_db()
    assert reservation.until == timezone.localdate(left.begins_at)

    client.post(reverse("activities:release_from", args=[left.pk]))

    assert not Reservation.objects.filter(pk=reservation.pk).exists()


def test_single_booking_has_no_later_ones(consultant, place, signed_in):
    booking = a_booking(place)

    with pytest.raises(Refused, match="komt niet terug"):
        actions.release_from(booking, by=consultant)
    address = reverse("activities:release_from", args=[booking.pk])
    assert signed_in(consultant).get(address).status_code == 404


def test_reservation_takes_a_few_queries_however_often_it_comes_back(consultant):
    def queries(weeks: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            until = first() + timedelta(weeks=weeks)
            a_reservation(a_place(), first_on=first(), until=until, by=consultant)
        return len(captured)

    assert queries(2) == queries(30)


def test_reservation_on_a_day_with_a_meetup_is_refused(place, consultant):
    meetup = a_meetup(place=place, starts_at=at(7, 16))

    with pytest.raises(Refused, match="Koffietafel"):
        a_reservation(place, first_on=first(), until=first() + timedelta(days=7))

    assert Meetup.objects.get() == meetup
    assert not Reservation.objects.exists()
