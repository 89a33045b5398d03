"""The form for a home visit, and conflicts with other visits."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone

from accounts.models import User
from ground.plain_text import PlainField, UnguardedField
from ground.workdays import working_days_after
from signals.forms.days import CLOCK, DAY, WRONG_DAY, MomentForm, require_near_day
from signals.models import Signal, Visit
from signals.next_step import may_know, moment
from signals.ownership import colleagues
from signals.step_choices import INSTEAD_OF_VISIT, choices_of

TIMES = [time(9, 30), time(10), time(10, 30), time(11), time(13), time(13, 30), time(14), time(15)]
LENGTHS = [(30, "Een half uur"), (45, "Drie kwartier"), (60, "Een uur")]


class VisitForm(MomentForm):
    """When, with whom, and how the tenant is told."""

    day = forms.ChoiceField(label="Welke dag?", required=False)
    other_day = forms.DateField(
        label="Andere dag", required=False, widget=DAY, error_messages={"invalid": WRONG_DAY}
    )
    at = forms.ChoiceField(label="Hoe laat?", required=False)
    other_time = forms.TimeField(
        label="Andere tijd",
        required=False,
        widget=CLOCK,
        error_messages={"invalid": "Schrijf de tijd als 10:30."},
    )
    minutes = forms.TypedChoiceField(
        label="Hoe lang?", choices=LENGTHS, coerce=int, initial=30, required=False, empty_value=30
    )
    alone = forms.ChoiceField(
        label="Met wie ga je?",
        choices=[
            ("yes", "Alleen"),
            ("no", "Samen met collega"),
            ("outside", "Samen met iemand van buiten"),
        ],
        initial="yes",
        widget=forms.RadioSelect,
    )
    companion = forms.ModelChoiceField(
        None, label="Welke collega?", required=False, empty_label="Kies een collega"
    )
    other_companion = UnguardedField(
        label="Wie gaat er mee?",
        required=False,
        max_length=80,
        help_text="Een rol of voornaam, bijvoorbeeld: wijkverpleegkundige Ria. "
        "In de brief leest de huurder dit ook.",
    )
    told = forms.ChoiceField(
        label="Hoe weet de huurder het?",
        choices=Visit.Told.choices,
        initial=Visit.Told.CALL,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de huurder het te weten komt."},
    )
    purpose = PlainField(label="Waar gaat het over?", required=False, max_length=120)

    def __init__(self, *args, user: User, signal: Signal, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.signal = user, signal
        self.days = next_days()
        self.fields["day"].choices = [(d.isoformat(), d.isoformat()) for d in self.days]
        self.fields["at"].choices = [(f"{t:%H:%M}", f"{t:%-H.%M}") for t in TIMES]
        self.fields["companion"].queryset = colleagues(user)
        for name in ("companion", "other_companion"):
            self.fields[name].depends = True
        if not signal.lives_here:
            choices = [c for c in Visit.Told.choices if c[0] != Visit.Told.LETTER]
            self.fields["told"].choices = choices

    def clean_other_day(self) -> date | None:
        return require_near_day(self.cleaned_data["other_day"])

    @property
    def chosen_day(self) -> date | None:
        """The day that the form is about: the page shows it, and it is what will be saved."""
        return self._chosen("day", "other_day", _day)

    @property
    def chosen_time(self) -> time | None:
        return self._chosen("at", "other_time", _time)

    def _chosen(self, tile: str, typed: str, parse):
        """Return what was typed instead of a tile, else the tile. A tile also replaces what stands
        in the field for another day or time since the visit was planned."""
        values = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        other, ticked = values.get(typed), parse(values.get(tile))
        if self.is_bound and ticked and other == self.initial.get(typed):
            return ticked
        return other or ticked

    def clean(self) -> dict:
        data = super().clean()
        day, at = self.chosen_day, self.chosen_time
        if not day and "other_day" not in self.errors:
            self.add_error("day", "Kies een dag.")
        if not at and "other_time" not in self.errors:
            self.add_error("at", "Kies hoe laat.")
        if data.get("alone") == "no" and not data.get("companion"):
            self.add_error("companion", "Kies welke collega meegaat.")
        if data.get("alone") == "outside" and not data.get("other_companion"):
            self.add_error("other_companion", "Schrijf wie er meegaat.")
        if data.get("alone") != "no":
            data["companion"] = None
        if data.get("alone") != "outside":
            data["other_companion"] = ""
        if day and at:
            self._check_moment(data, moment(day, at))
        return data

    def _check_moment(self, data: dict, starts_at: datetime) -> None:
        """Refuse a time in the past, and one at which the visitor or companion has another
        visit."""
        if starts_at < timezone.now():
            self.add_error("at", "Dit tijdstip is al voorbij. Kies een later tijdstip.")
            return
        data["starts_at"] = starts_at
        self.check_moment(starts_at)
        going = [self.user, data.get("companion")]
        minutes = data.get("minutes") or 30
        if told := clash(going, starts_at, minutes, signal=self.signal, reader=self.user):
            self.add_error("at", told)

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.plan_visit` takes them."""
        names = ("starts_at", "minutes", "companion", "other_companion", "told", "purpose")
        return {name: self.cleaned_data[name] for name in names}


class CancelVisitForm(forms.Form):
    """How the tenant hears that a visit is cancelled, and what comes instead."""

    told_off = forms.ChoiceField(
        label="Hoe hoort de huurder het?",
        choices=[
            (Visit.Told.CALL, "Ik bel nog"),
            (Visit.Told.LETTER, "Brief in grote letters"),
            (Visit.Told.AGREED, "De huurder weet het al"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe de huurder het te weten komt."},
    )
    next = forms.ChoiceField(label="Wat is dan de volgende stap?")

    def __init__(self, *args, visit: Visit, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next"].choices = choices_of(INSTEAD_OF_VISIT)
        if not may_know(visit):
            del self.fields["told_off"]
        elif not visit.signal.lives_here:
            choices = self.fields["told_off"].choices
            self.fields["told_off"].choices = [c for c in choices if c[0] != Visit.Told.LETTER]

    @property
    def for_action(self) -> dict:
        """Return the cleaned fields as `actions.cancel_visit` takes them."""
        data = self.cleaned_data
        ahead = next(step for step in INSTEAD_OF_VISIT if step.key == data["next"])
        return {
            "told_off": data.get("told_off", ""),
            "next_kind": ahead.kind,
            "next_on": ahead.day(timezone.localdate()),
        }


def next_days(count: int = 5) -> list[date]:
    """Return the next working days, starting tomorrow."""
    days = [working_days_after(timezone.localdate() + timedelta(days=1), 0)]
    while len(days) < count:
        days.append(working_days_after(days[-1], 1))
    return days


def appointments(user: User, day: date, besides: Signal | None = None) -> list[Visit]:
    """Return a user's visits on a day, in order of time."""
    visits = Visit.objects.not_cancelled().attended_by(user).filter(starts_at__date=day)
    visits = visits.exclude(signal=besides) if besides else visits
    related = ("signal__home", "signal__tenant", "companion")
    return list(visits.select_related(*related).order_by("starts_at"))


def clash(
    going: list[User | None], starts_at: datetime, minutes: int, *, signal: Signal, reader: User
) -> str:
    """Return a sentence that says who has another visit at that time; empty when nobody has."""
    ends_at = starts_at + timedelta(minutes=minutes)
    for visitor in filter(None, going):
        for other in appointments(visitor, timezone.localdate(starts_at), besides=signal):
            if other.starts_at < ends_at and other.ends_at > starts_at:
                whose = "Je hebt" if visitor == reader else f"{visitor.first_name} heeft"
                clock = f"{timezone.localtime(other.starts_at):%-H.%M}"
                return f"{whose} dan al een afspraak om {clock} uur. Kies een andere tijd."
    return ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
