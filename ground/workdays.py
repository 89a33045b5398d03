"""Working days: settings.WORKING_WEEK without the public holidays of settings.HOLIDAYS_OF."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.conf import settings


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays in a year (library `holidays`); 5 May only when it is a day off.

    Empty when no country is given.
    """
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()


def is_working_day(day: date) -> bool:
    return day.isoweekday() in settings.WORKING_WEEK and day not in public_holidays(
        settings.HOLIDAYS_OF, day.year
    )


def working_days_after(day: date, count: int) -> date:
    """Return the day `count` working days later; 0 gives the first working day from `day` on."""
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_before(day: date, count: int) -> date:
    """Return the day `count` working days earlier."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day


def working_days_late(due_on: date, today: date) -> int:
    """Return the working days that passed since a due date; at least 1 once it is past, else 0."""
    if due_on >= today:
        return 0
    days = range(due_on.toordinal() + 1, today.toordinal() + 1)
    return max(1, sum(is_working_day(date.fromordinal(day)) for day in days))
