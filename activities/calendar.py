"""Meetups as calendar entries (RFC 5545).

The UID never changes and SEQUENCE only rises, so that a calendar replaces its earlier copy; a
meetup that was called off is sent as cancelled instead of left out. A series is one entry with its
rule in Amsterdam local time, plus one entry for each date that differs. A date of a series has the
UID of the series wherever it is offered, so that nobody gets it twice.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vRecur, vText

from activities import recurrence
from activities.models import Meetup, Place, Series
from ground.site import host_name
from ground.vtimezone import amsterdam

# How far ahead the file lists the holidays that a series skips.
HOLIDAYS_AHEAD = timedelta(days=3 * 366)


def entry(meetup: Meetup) -> bytes:
    """Return the calendar file of one meetup."""
    return _file([_event(meetup)])


def feed(meetups: Iterable[Meetup], name: str) -> bytes:
    """Return the calendar file of many meetups, for people who follow a neighbourhood."""
    return _file([_event(meetup) for meetup in meetups], name)


def series(series: Series) -> bytes:
    """Return the calendar file of a series: its rule, the days it skips, the dates that differ."""
    rule = vRecur.from_ical(series.rule)
    start, end = recurrence.instants(series.first_on, series.begins, series.ends)
    if series.until:
        last, _ = recurrence.instants(series.until, series.begins, series.ends)
        rule["UNTIL"] = [last.astimezone(UTC)]
    changed_at = series_changed_at(series)
    master = _described(series, series.place, reverse("activities:agenda"), changed_at)
    master.add("uid", f"reeks-{series.pk}@{host_name()}")
    master.add("sequence", series.revision)
    master.add("dtstart", timezone.localtime(start))
    master.add("dtend", timezone.localtime(end))
    master.add("rrule", rule)
    for day in _skipped(series):
        master.add(
            "exdate", timezone.localtime(recurrence.instants(day, series.begins, series.ends)[0])
        )
    master.add("status", "CONFIRMED")
    different = series.meetups.exclude(is_moved=False, cancelled_at=None)
    different = different.select_related("place", "series")
    return _file([master, *(_event(meetup) for meetup in different)])


def _skipped(series: Series) -> list:
    """Return the days of the rule without a meetup: holidays, and days when the place was taken."""
    today = timezone.localdate()
    until = today + HOLIDAYS_AHEAD
    there = set(series.meetups.values_list("series_day", flat=True))
    planned_to = max(there, default=today)
    found = recurrence.days(series.rule, series.first_on, min(until, series.until or until))
    return [
        day
        for day in found
        if (series.skips_holidays and recurrence.is_holiday(day))
        or (today < day <= planned_to and day not in there)
    ]


def _event(meetup: Meetup) -> Event:
    path = reverse("activities:meetup", args=[meetup.pk])
    event = _described(meetup, meetup.place, path, meetup.touched_at)
    if series := meetup.series:
        event.add("uid", f"reeks-{series.pk}@{host_name()}")
        was, _ = recurrence.instants(meetup.series_day, series.begins, series.ends)
        event.add("recurrence-id", timezone.localtime(was))
    else:
        event.add("uid", f"activiteit-{meetup.pk}@{host_name()}")
    event.add("sequence", meetup.revision)
    event.add("dtstart", timezone.localtime(meetup.starts_at))
    event.add("dtend", timezone.localtime(meetup.ends_at))
    event.add("status", "CANCELLED" if meetup.is_cancelled else "CONFIRMED")
    return event


def series_changed_at(series: Series) -> datetime:
    """Return when the file of a series last changed: one of its dates, or today, because the days
    that it skips are listed from today."""
    touched = series.meetups.aggregate(at=Max("touched_at"))["at"]
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(filter(None, (touched, today)))


def _described(what: Meetup | Series, place: Place, path: str, changed_at: datetime) -> Event:
    """Return the description: what, where, and whom to call. The same each time until it changes,
    so that a calendar that asks again can be told that nothing did."""
    event = Event()
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("summary", what.title)
    event.add("location", vText(f"{place.name}, {place.address}"))
    event.add("description", f"{what.about}\n\nVragen? Bel {settings.ORGANISATION_PHONE}.")
    event.add("url", settings.SITE_URL + path)
    return event


def _file(events: list[Event], name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Aanloop//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for component in (amsterdam(), *events):
        calendar.add_component(component)
    return calendar.to_ical()
