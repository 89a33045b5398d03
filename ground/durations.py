"""Durations and times of day in Dutch words, as sentences on a page say them."""

from datetime import time, timedelta

from django.conf import settings

NUMBERS = [
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf",
]  # fmt: skip
# Working days in a month of a five-day week: the terms count a year as 252.
MONTH = 21
HOURS = 12


def number_in_words(number: int) -> str:
    """'drie'; from thirteen on in digits, as Dutch spelling has it."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def working_days_in_words(days: int, *, digits: bool = False) -> str:
    """'twee weken', 'drie maanden', 'zeven werkdagen': the largest unit that fits exactly.

    A week has as many working days as the corporation works; months are counted only in a week of
    five. With `digits`: '2 weken'.
    """
    week = len(settings.WORKING_WEEK)
    if week == 5 and days and days % MONTH == 0:
        return _months(days // MONTH, digits)
    if days and days % week == 0:
        return _counted(days // week, "week", "weken", digits)
    return _counted(days, "werkdag", "werkdagen", digits)


def days_in_words(length: timedelta, *, digits: bool = False) -> str:
    """'drie maanden', 'vier weken', 'tien dagen': calendar days in the largest unit that fits."""
    days = length.days
    months = days // 30
    if months and days <= months * 31:
        return _months(months, digits)
    if days and days % 7 == 0:
        return _counted(days // 7, "week", "weken", digits)
    return _counted(days, "dag", "dagen", digits)


def clock_in_words(at: time) -> str:
    """'half negen', 'kwart voor tien', 'negen uur'; after noon, and in between, '13.30 uur'."""
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
