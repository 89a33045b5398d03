"""Terms in calendar months."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of the month if that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _last(year, month + 1)))


def latest_due(today: date, months: int) -> date:
    """Return the latest day whose term is over today: `months_after(day, months) <= today`."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = _last(year, month + 1)
    if today.day == _last(today.year, today.month):
        return date(year, month + 1, last)
    return date(year, month + 1, min(today.day, last))


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
