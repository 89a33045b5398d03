"""The form for a warm handover: when, where, and who else comes."""

import uuid
from datetime import datetime

from django import forms
from django.utils import timezone

from ground.date_input import WRONG_DAY, DayInput
from ground.plain_text import PlainField, UnguardedField
from ground.shown_values import ShownValues
from referrals.forms.answers import COVERED
from referrals.models import Handover
from signals.forms.days import MomentForm
from signals.forms.visits import LENGTHS
from signals.models import Visit
from signals.next_step import moment


class HandoverForm(ShownValues, MomentForm):
    """An appointment of sender, tenant and partner."""

    day = forms.DateField(
        label="Welke dag?",
        widget=DayInput(),
        error_messages={"required": "Vul de dag in.", "invalid": WRONG_DAY},
    )
    at = forms.TimeField(
        label="Hoe laat?",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Vul de tijd in.", "invalid": "Schrijf de tijd als 10:30."},
    )
    minutes = forms.TypedChoiceField(label="Hoe lang?", choices=LENGTHS, coerce=int, initial=45)
    place = forms.ChoiceField(
        label="Waar?",
        choices=Handover.Place.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waar jullie elkaar zien."},
    )
    who = UnguardedField(
        label="Wie komt er nog mee?",
        required=False,
        max_length=80,
        help_text="Alleen een rol of voornaam, bijvoorbeeld: dochter Ellen.",
    )
    told = forms.ChoiceField(
        label="Hoe weet de huurder het?",
        choices=Visit.Told.choices,
        widget=forms.RadioSelect,
        initial=Visit.Told.AGREED,
        error_messages={"required": "Kies hoe de huurder het te weten komt."},
    )

    def clean(self) -> dict:
        data = super().clean()
        day, at = data.get("day"), data.get("at")
        if day and at and moment(day, at) <= timezone.now():
            self.add_error("day", "Dit moment is al voorbij. Kies een moment dat nog komt.")
        elif day and at:
            self.check_moment(moment(day, at))
        return data

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.plan_handover` takes them."""
        data = dict(self.cleaned_data)
        starts_at: datetime = moment(data.pop("day"), data.pop("at"))
        del data["on_purpose"]
        return data | {"starts_at": starts_at}


class ProposeTimeForm(forms.Form):
    """When a partner can meet the tenant, together with the sender."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = HandoverForm.base_fields["day"]
    at = HandoverForm.base_fields["at"]
    text = PlainField(
        label="Wil je er iets bij zeggen?",
        required=False,
        max_length=300,
        help_text=COVERED,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def clean(self) -> dict:
        """Replace the day and the time by the moment, `starts_at`."""
        data = super().clean()
        if {"day", "at"} <= data.keys():
            data["starts_at"] = moment(data.pop("day"), data.pop("at"))
            if data["starts_at"] <= timezone.now():
                self.add_error("day", "Dit moment is al voorbij. Kies een moment dat nog komt.")
        return data
