"""Form fields for planned days and times."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from ground.date_input import WRONG_DAY, DayInput
from ground.days import day_in_words
from ground.workdays import is_working_day, working_days_after
from signals.terms import FURTHEST_DAYS

__all__ = ["CLOCK", "DAY", "WRONG_DAY", "require_good_day"]
DAY = DayInput()
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def require_good_day(day: date | None) -> date | None:
    """Require a working day from today to `FURTHEST_DAYS` ahead; on a day off the error names the
    next working day."""
    today = timezone.localdate()
    if day and day < today:
        raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
    if day and day > today + timedelta(days=FURTHEST_DAYS):
        raise forms.ValidationError(f"Kies een dag binnen {FURTHEST_DAYS} dagen.")
    if day and not is_working_day(day):
        better = day_in_words(working_days_after(day, 0), "l j F")
        raise forms.ValidationError(
            f"Op deze dag wordt niet gewerkt. De eerste werkdag daarna is {better}."
        )
    return day
