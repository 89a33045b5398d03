"""Working days: which days this corporation works, with Dutch public holidays."""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.conf import settings


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Public holidays in a year (library `holidays`); 5 May only when it is a day off."""
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()


def is_working_day(day: date) -> bool:
    return day.isoweekday() in settings.WORKING_WEEK and day not in public_holidays(
        settings.HOLIDAYS_OF, day.year
    )


def working_days_after(day: date, count: int) -> date:
    """The working day `count` working days after a day; 0 means the first that is not before it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def working_days_before(day: date, count: int) -> date:
    """The working day `count` working days before a day."""
    for _ in range(count):
        day -= timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
    return day
