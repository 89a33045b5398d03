"""Form fields for planned days and times."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from ground.date_input import WRONG_DAY, DayInput
from ground.days import day_in_words
from ground.workdays import is_working_day, working_days_after
from signals.terms import FURTHEST_DAYS

__all__ = ["CLOCK", "DAY", "WRONG_DAY", "MomentForm", "require_good_day"]
# Before and after these hours nobody expects a call or a visit.
FROM, UNTIL = time(8), time(20)
DAY = DayInput()
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def require_near_day(day: date | None) -> date | None:
    """Require a day from today to `FURTHEST_DAYS` ahead."""
    today = timezone.localdate()
    if day and day < today:
        raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
    if day and day > today + timedelta(days=FURTHEST_DAYS):
        raise forms.ValidationError(f"Kies een dag binnen {FURTHEST_DAYS} dagen.")
    return day


def require_good_day(day: date | None) -> date | None:
    """Require a working day from today to `FURTHEST_DAYS` ahead; on a day off the error names the
    next working day."""
    require_near_day(day)
    if day and not is_working_day(day):
        raise forms.ValidationError(not_worked(day))
    return day


def not_worked(day: date) -> str:
    better = day_in_words(working_days_after(day, 0), "l j F")
    return f"Op deze dag wordt niet gewerkt. De eerste werkdag daarna is {better}."


def unusual(starts_at: datetime) -> str:
    """Return why an appointment at this moment is unusual; empty when it is not."""
    local = timezone.localtime(starts_at)
    if not FROM <= local.time() < UNTIL:
        clock, hours = f"{local:%-H.%M}", f"{FROM:%-H} en {UNTIL:%-H}"
        afternoon = ""
        if local.hour < FROM.hour and local.hour + 12 < UNTIL.hour:
            afternoon = f" Bedoel je {local.hour + 12}.{local:%M} uur?"
        return f"{clock} uur is niet tussen {hours} uur.{afternoon}"
    return "" if is_working_day(local.date()) else not_worked(local.date())


class MomentForm(forms.Form):
    """A form with an appointment. An unusual moment is asked about, and saved when it is meant."""

    on_purpose = forms.BooleanField(label="Ja, dit tijdstip is de bedoeling", required=False)

    def check_moment(self, starts_at: datetime) -> None:
        """Add an error when the moment is unusual and nobody said that it is meant."""
        if not self.cleaned_data.get("on_purpose") and (why := unusual(starts_at)):
            self.add_error("on_purpose", f"{why} Is dit toch de bedoeling? Vink het aan.")
