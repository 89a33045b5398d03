"""When a next step is due: terms in working days, with Dutch public holidays.

The defaults follow the practice described for welzijn op recept and a wijkteam; a corporation may
decide otherwise.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from signals.models import FollowUp, Signal

Kind = FollowUp.Kind

# Working days until each step is due.
TERMS: dict[str, int] = {
    Kind.ASSESS: 2,
    Kind.CALL: 5,
    Kind.VISIT: 5,
    Kind.CONSENT: 5,
    Kind.PARTNER_ANSWERS: 5,
    Kind.PARTNER_ASKS: 1,
    Kind.PARTNER_MEETS: 10,
    Kind.FEEDBACK: 30,
    Kind.CHECK: 63,
}
# The first step after logging: how soon, by what the caretaker chose.
FIRST: dict[str, int] = {
    Signal.Urgency.TODAY: 0,
    Signal.Urgency.WEEK: 2,
    Signal.Urgency.CALM: 10,
}


@lru_cache(maxsize=32)
def public_holidays(year: int) -> frozenset[date]:
    """Dutch public holidays in a year (library `holidays`); 5 May only when it is a day off."""
    return frozenset(holidays.country_holidays("NL", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in public_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The working day `count` working days after a day; 0 means the first that is not before it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
