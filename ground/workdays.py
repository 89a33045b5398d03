"""Working days: settings.WORKING_WEEK without the public holidays of settings.HOLIDAYS_OF, and
without the days off that a room names."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ground.hooks import Hook


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays in a year (library `holidays`); 5 May only when it is a day off.

    Empty when no country is given.
    """
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()


YEARS_BACK = 20
# A listener returns the days on which the whole organisation is closed.
days_off = Hook("ground.days_off", "")
# The days off, once for each request or task: a page asks about many days.
_found = threading.local()


def closed_days() -> frozenset[date]:
    """Return the days off that rooms name."""
    if not hasattr(_found, "days"):
        _found.days = frozenset(day for days in days_off.run() for day in days)
    return _found.days


def forget_closed_days(**_) -> None:
    """Ask again from now on: a request or a task begins, or the days changed."""
    _found.__dict__.clear()


class FreshDaysOff:
    """Middleware: every request reads the days off itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forget_closed_days()
        return self.get_response(request)


def is_working_day(day: date) -> bool:
    return (
        day.isoweekday() in settings.WORKING_WEEK
        and day not in public_holidays(settings.HOLIDAYS_OF, day.year)
        and day not in closed_days()
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
    """Return the working days that passed since a due date; at least 1 once it is past, else 0.

    Public holidays more than `YEARS_BACK` years ago count as working days.
    """
    if due_on >= today:
        return 0
    weeks, rest = divmod((today - due_on).days, 7)
    worked = weeks * len(set(settings.WORKING_WEEK))
    worked += sum(
        (today - timedelta(days=n)).isoweekday() in settings.WORKING_WEEK for n in range(rest)
    )
    years = range(max(due_on.year, today.year - YEARS_BACK), today.year + 1)
    free = closed_days().union(*(public_holidays(settings.HOLIDAYS_OF, year) for year in years))
    worked -= sum(
        due_on < day <= today and day.isoweekday() in settings.WORKING_WEEK for day in free
    )
    return max(1, worked)
