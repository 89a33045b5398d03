"""Recurrence rules of a series (RFC 5545), in Amsterdam local time.

The local time of day stays the same when daylight saving time begins or ends; the instant is
derived. A rule for a day that a month or year lacks (31 April, 29 February) skips it, as RFC 5545
says.
"""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from dateutil.rrule import rrulestr
from django.conf import settings
from django.utils import timezone

from ground.workdays import public_holidays

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# No rule is expanded past this date.
LAST = date(2199, 12, 31)


class Repeat:
    """The supported recurrences, with their labels."""

    CHOICES = [
        ("week", "elke week"),
        ("fortnight", "om de week"),
        ("month_day", "elke maand, op dezelfde weekdag"),
        ("month_last", "elke maand, op de laatste van die weekdag"),
        ("month_date", "elke maand, op dezelfde datum"),
        ("year", "elk jaar"),
    ]


def rule_for(repeat: str, first: date) -> str:
    """Return the RRULE (RFC 5545) of a series that begins on a day.

    >>> rule_for("month_day", date(2026, 12, 8))
    'FREQ=MONTHLY;BYDAY=2TU'
    """
    day = DAYS[first.weekday()]
    return {
        "week": f"FREQ=WEEKLY;BYDAY={day}",
        "fortnight": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}",
        "month_day": f"FREQ=MONTHLY;BYDAY={min((first.day - 1) // 7 + 1, 4)}{day}",
        "month_last": f"FREQ=MONTHLY;BYDAY=-1{day}",
        "month_date": f"FREQ=MONTHLY;BYMONTHDAY={first.day}",
        "year": f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}",
    }[repeat]


def why_not(repeat: str, first: date) -> str | None:
    """Return why this recurrence may not do what the user expects, and what to choose instead."""
    if repeat == "year" and (first.month, first.day) == (2, 29):
        return "29 februari is er alleen in een schrikkeljaar. Kies 28 februari of 1 maart."
    if repeat == "month_date" and first.day > 28:
        return (
            f"De {first.day}e is er niet in elke maand. Kies een dag tot en met de 28e, of elke "
            "maand op de laatste van die weekdag."
        )
    if repeat == "month_day" and first.day > 28:
        return (
            "Een vijfde weekdag is er niet in elke maand. Kies elke maand op de laatste van die "
            "weekdag."
        )
    last = calendar.monthrange(first.year, first.month)[1]
    if repeat == "month_last" and first.day + 7 <= last:
        return "De eerste dag is niet de laatste van die weekdag in de maand. Kies een latere dag."
    return None


def days(rule: str, first: date, until: date | None = None) -> Iterator[date]:
    """Yield the days of a rule, from the first to `until`, or without end."""
    end = min(until or LAST, LAST)
    dates = rrulestr(rule, dtstart=datetime.combine(first, time()))
    return takewhile(lambda day: day <= end, (moment.date() for moment in dates))


def moments(
    rule: str, first: date, until: date, begins: time, ends: time, *, skips_holidays: bool
) -> list[tuple[datetime, datetime]]:
    """Return the start and end of every day of a rule, up to and including a day."""
    found = days(rule, first, until)
    return [
        instants(day, begins, ends) for day in found if not (skips_holidays and is_holiday(day))
    ]


def is_holiday(day: date) -> bool:
    """Whether this is a public holiday in the configured country (`HOLIDAYS_OF`)."""
    return day in public_holidays(settings.HOLIDAYS_OF, day.year)


def instants(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """Return the start and end of a meetup on a day as UTC datetimes.

    A local time skipped by a clock change is read with the offset before it (RFC 5545, 3.3.5); of a
    local time that occurs twice, the first. An end before the begin falls on the next day; one that
    a clock change would put before it keeps the duration.
    """
    zone = timezone.get_default_timezone()
    next_day = day if ends > begins else day + timedelta(days=1)
    start, end = datetime.combine(day, begins, zone), datetime.combine(next_day, ends, zone)
    duration = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    return start, end if end > start else start + duration
