"""What people type about signals."""

import uuid
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from signals.models import FollowUp, Sign, Signal
from signals.search import Door, door_for, last_visited, search
from signals.terms import is_working_day, working_days_after

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome


class SignalForm(forms.Form):
    """A signal at a doorstep: whose door, one to three signs, how soon, do they know, one line."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    address = forms.CharField(label="Bij wie?", required=False, max_length=80)
    door = forms.CharField(required=False, max_length=40)
    signs = forms.ModelMultipleChoiceField(
        Sign.objects.filter(retired_at=None),
        label="Wat viel je op?",
        error_messages={"required": "Kies wat je zag of hoorde. Eén is genoeg."},
    )
    urgency = forms.ChoiceField(
        label="Wanneer opvolgen?",
        choices=Signal.Urgency.choices,
        error_messages={"required": "Kies wanneer dit opgevolgd moet worden."},
    )
    tenant_knows = forms.ChoiceField(
        label="Weet de huurder dat je dit noteert?",
        choices=Signal.Knows.choices,
        error_messages={"required": "Kies of de huurder weet dat je dit noteert."},
    )
    fact = forms.CharField(
        label="Notitie",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "De notitie is te lang: %(show_value)s tekens. Houd het bij "
            "%(limit_value)s tekens, alleen wat je zag of hoorde."
        },
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("urgency", Signal.Urgency.WEEK)

    @property
    def doors(self) -> list[Door]:
        """The doors to choose from: what the typed address finds, else the last visited ones."""
        typed = self.data.get("address", "") or self.initial.get("address", "")
        found = search(self.user, typed) if typed else last_visited(self.user)
        chosen = door_for(self.user, self.data.get("door", "") or self.initial.get("door", ""))
        if chosen and chosen not in found:
            found = [chosen, *found]
        return found

    def clean_signs(self) -> list[Sign]:
        signs = self.cleaned_data["signs"]
        if len(signs) > 3:
            raise forms.ValidationError(
                "Kies er hoogstens drie: wat het meest opviel. De rest kan in de notitie."
            )
        return list(signs)

    def clean_fact(self) -> str:
        return self.cleaned_data["fact"].replace("\x00", "").strip()

    def clean(self) -> dict:
        data = super().clean()
        door = door_for(self.user, data.get("door") or "")
        if door is None:
            typed = data.get("address")
            self.add_error(
                "address",
                f"We vonden geen adres of naam bij ‘{typed}’. Probeer straat en huisnummer."
                if typed and not self.doors
                else "Kies bij wie je was. Tik een adres aan, of typ straat en huisnummer.",
            )
        else:
            data |= {"home": door.home, "tenant": door.tenant}
        return data

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.log` takes them, without the home."""
        names = ("key", "tenant", "signs", "fact", "urgency", "tenant_knows")
        return {name: self.cleaned_data[name] for name in names}


# What may come next after a talk or a closed door: kind and working days from now.
NEXT_STEPS = [
    (Kind.CALL, 10, "Bellen over 2 weken"),
    (Kind.CALL, 5, "Bellen over een week"),
    (Kind.CALL, 1, "Morgen nog eens bellen"),
    (Kind.VISIT, 5, "Huisbezoek over een week"),
    (Kind.CONSENT, 5, "Toestemming vragen"),
    (Kind.CHECK, 63, "Nabellen over 3 maanden"),
]


def next_step_choices(today: date) -> list[tuple[str, str]]:
    """`kind:date` with a label that says the day in full."""
    choices = []
    for kind, days, label in NEXT_STEPS:
        day = working_days_after(today, days)
        choices.append((f"{kind}:{day.isoformat()}", f"{label} – {date_format(day, 'D j F')}"))
    return choices


class FinishForm(forms.Form):
    """How did it go, and what comes next. The next step is filled in already."""

    outcome = forms.ChoiceField(
        label="Hoe ging het?",
        choices=[
            (Outcome.SPOKEN, "Gesproken"),
            (Outcome.NOT_HOME, "Niet thuis"),
            (Outcome.MOVED, "Verzetten"),
        ],
        widget=forms.RadioSelect,
        initial=Outcome.SPOKEN,
    )
    words = forms.CharField(
        label="Wat zei de huurder zelf?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. Geen ziektes, geen mening. De huurder kan dit lezen.",
    )
    next = forms.ChoiceField(label="Wat is de volgende stap?")
    next_on = forms.DateField(
        label="Of op een andere dag",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Schrijf de dag als dag-maand-jaar, bijvoorbeeld 8-12-2026."},
    )
    next_at = forms.TimeField(
        label="Hoe laat",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Schrijf de tijd als 10:30."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next"].choices = next_step_choices(timezone.localdate())

    def clean_next_on(self) -> date | None:
        day = self.cleaned_data["next_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
        if day and not is_working_day(day):
            better = date_format(working_days_after(day, 0), "l j F")
            raise forms.ValidationError(
                f"Op deze dag wordt niet gewerkt. De eerste werkdag daarna is {better}."
            )
        return day

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.finish` takes them."""
        kind, day = self.cleaned_data["next"].split(":")
        return {
            "outcome": self.cleaned_data["outcome"],
            "words": self.cleaned_data["words"],
            "next_kind": kind,
            "next_on": self.cleaned_data["next_on"] or date.fromisoformat(day),
            "next_at": self.cleaned_data["next_at"],
        }


class CloseForm(forms.Form):
    """Why a signal ends, and what the tenant thinks of it."""

    reason = forms.ChoiceField(
        label="Waarom sluit je af?",
        choices=Signal.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je afsluit."},
    )
    tenant_view = forms.CharField(
        label="Wat vindt de huurder ervan?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. De huurder kan dit lezen.",
    )


class LinkTenantForm(forms.Form):
    """Whom a signal about an address turned out to be about."""

    tenant = forms.ModelChoiceField(
        None,
        label="Wie is het?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Kies een bewoner."},
    )

    def __init__(self, *args, tenants, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tenant"].queryset = tenants
