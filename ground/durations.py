"""Durations and times of day in Dutch words, for use in sentences on a page."""

from datetime import time, timedelta

from django.conf import settings

NUMBERS = [
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf",
]  # fmt: skip
# Working days in a month with a five-day week: terms count 252 working days in a year.
MONTH = 21
HOURS = 12


def number_in_words(number: int) -> str:
    """Return 'drie'; from thirteen on digits ('13'), as Dutch spelling prescribes."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def working_days_in_words(days: int, *, digits: bool = False) -> str:
    """Return 'twee weken', 'drie maanden', 'zeven werkdagen': the largest unit that divides evenly.

    A week counts the working days of settings.WORKING_WEEK; months are used only when there are
    five. With `digits`: '2 weken'.
    """
    week = len(settings.WORKING_WEEK)
    if week == 5 and days and days % MONTH == 0:
        return _months(days // MONTH, digits)
    if days and days % week == 0:
        return _counted(days // week, "week", "weken", digits)
    return _counted(days, "werkdag", "werkdagen", digits)


def days_in_words(length: timedelta, *, digits: bool = False) -> str:
    """Return 'drie maanden', 'vier weken', 'tien dagen': calendar days in the largest unit."""
    days = length.days
    months = days // 30
    if months and days <= months * 31:
        return _months(months, digits)
    if days and days % 7 == 0:
        return _counted(days // 7, "week", "weken", digits)
    return _counted(days, "dag", "dagen", digits)


def hours_in_words(length: timedelta) -> str:
    """Return 'een uur', 'twee uur': whole hours."""
    return _counted(length // timedelta(hours=1), "uur", "uur", False)


def clock_in_words(at: time) -> str:
    """Return 'half negen', 'kwart voor tien', 'negen uur'.

    Times from noon on, and times that are not on a quarter of an hour, are in digits: '13.30 uur'.
    """
    hour, minute = at.hour, at.minute
    if not 0 < hour < HOURS or minute % 15 or at.second:
        return f"{hour}.{minute:02} uur"
    now, then = NUMBERS[hour], NUMBERS[hour + 1]
    return {
        0: f"{now} uur",
        15: f"kwart over {now}",
        30: f"half {then}",
        45: f"kwart voor {then}",
    }[minute]


def _months(months: int, digits: bool) -> str:
    if months == 6 and not digits:
        return "een half jaar"
    if months % 12 == 0:
        return _counted(months // 12, "jaar", "jaar", digits)
    return _counted(months, "maand", "maanden", digits)


def _counted(number: int, one: str, more: str, digits: bool) -> str:
    count = str(number) if digits else number_in_words(number)
    return f"{count} {one if number == 1 else more}"
