"""Calendar files that calendars ask for again and again: 304 until something changed."""

from datetime import timedelta
from unittest.mock import patch

import pgtrigger
import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_http_date
from icalendar import Calendar

from activities import actions
from activities.models import Meetup
from ground.revalidation import revalidated
from tests.factories.activities import a_meetup, a_place, a_portrait, a_series, at

pytestmark = pytest.mark.django_db
FEED = "/agenda/buurt.ics"


def made_long_ago() -> None:
    """Let every meetup be from last week; the trigger would set the time of now."""
    with pgtrigger.ignore("activities.Meetup:touch"):
        Meetup.objects.update(touched_at=timezone.now() - timedelta(days=7))


def addresses() -> list[str]:
    """One of each file that a calendar or a browser fetches again, with something in it."""
    meetup, series = a_meetup(portrait=a_portrait()), a_series()
    made_long_ago()
    return [
        FEED,
        f"{FEED}?buurt=Vogelbuurt",
        reverse("activities:calendar_entry", args=[meetup.pk]),
        reverse("activities:series_calendar", args=[series.pk]),
        reverse("activities:picture", args=[meetup.pk]),
        reverse("activities:face", args=[meetup.portrait_id]),
    ]


def test_unchanged_file_answers_304_and_may_be_kept_by_everybody(client):
    for address in addresses():
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})

        assert "public" in first["Cache-Control"], address
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"], address


def test_calendar_that_only_sends_the_time_of_its_copy_is_answered_304(client):
    for address in addresses()[:4]:
        first = client.get(address)

        kept = {"If-Modified-Since": first["Last-Modified"]}

        assert client.get(address, headers=kept).status_code == 304, address
        older = {"If-Modified-Since": http_date(parse_http_date(first["Last-Modified"]) - 1)}
        assert client.get(address, headers=older).status_code == 200, address


def changes(meetup: Meetup, by) -> dict:
    return {
        "called off": lambda: actions.cancel_meetup(meetup, why="Dicht.", by=by),
        "another time": lambda: actions.change_meetup(
            meetup, starts_at=at(3, 14), ends_at=at(3, 16), by=by
        ),
        "to another neighbourhood": lambda: actions.change_meetup(
            meetup, place=a_place(neighbourhood="Molenwijk"), by=by
        ),
        "the place is called otherwise": lambda: actions.change_place(
            meetup.place, name="De Uil", by=by
        ),
        "a new meetup": a_meetup,
    }


@pytest.mark.parametrize("change", changes(None, None))
@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_calendar_hears_of_every_change(client, consultant, change, header):
    meetup = a_meetup()
    made_long_ago()
    first = client.get(f"{FEED}?buurt=Vogelbuurt")
    kept = first["ETag"] if header == "If-None-Match" else first["Last-Modified"]

    changes(meetup, consultant)[change]()

    answer = client.get(f"{FEED}?buurt=Vogelbuurt", headers={header: kept})
    assert answer.status_code == 200
    assert answer.content != first.content


def test_signing_in_does_not_change_the_file(client, signed_in, consultant):
    a_meetup()

    assert client.get(FEED)["ETag"] == signed_in(consultant).get(FEED)["ETag"]


def test_series_lists_the_days_it_skips_anew_each_day(client):
    series = a_series()
    made_long_ago()
    address = reverse("activities:series_calendar", args=[series.pk])
    kept = {"If-Modified-Since": client.get(address)["Last-Modified"]}

    tomorrow = timezone.now() + timedelta(days=1)
    with patch.object(timezone, "now", lambda: tomorrow):
        assert client.get(address, headers=kept).status_code == 200


def test_event_says_when_it_last_changed(client, consultant):
    meetup = a_meetup()
    actions.change_meetup(meetup, title="Thee", by=consultant)
    meetup.refresh_from_db()

    (event,) = Calendar.from_ical(client.get(FEED).content).walk("VEVENT")

    changed = meetup.touched_at.replace(microsecond=0)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == changed


def test_an_answer_with_other_content_is_not_304(rf):
    first = revalidated(rf.get("/"), HttpResponse("a"))
    request = rf.get("/", headers={"If-None-Match": first["ETag"]})

    assert revalidated(request, HttpResponse("a")).status_code == 304
    assert revalidated(request, HttpResponse("b")).status_code == 200
