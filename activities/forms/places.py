"""Forms for places, reservations and closures."""

import uuid
from datetime import time, timedelta

from django import forms
from django.utils import timezone

from activities import recurrence
from activities.bookings import why_taken
from activities.forms.meetups import a_day, a_time, why_not_until
from activities.models import Place
from ground.date_input import DayInput
from ground.phones import PhoneField
from ground.plain_text import OneLineField, PlainField, PublicTextField
from ground.shown_values import ShownValues
from tenants.models import Home

# How far ahead a place is reserved by a rule.
FARTHEST = timedelta(days=731)


class PlaceForm(ShownValues, forms.ModelForm):
    """Address, access and key holder of a place."""

    class Meta:
        model = Place
        fields = [
            "name", "street", "town", "neighbourhood", "complex_code", "room_for", "is_shared",
            "step_free", "steps", "accessible_toilet", "hearing_loop", "directions", "open_to",
            "opening", "key_holder", "key_phone", "house_rules", "subsidy_from", "subsidy_until",
        ]  # fmt: skip
        one_line = ["name", "street", "town", "neighbourhood", "opening", "key_holder"]
        field_classes = {"key_phone": PhoneField} | dict.fromkeys(one_line, OneLineField)
        field_classes |= dict.fromkeys(["directions", "house_rules"], PublicTextField)
        widgets = {
            "house_rules": forms.Textarea(attrs={"rows": 4}),
            "subsidy_from": DayInput,
            "subsidy_until": DayInput,
        }
        help_texts = {
            "is_shared": "Een plein of park: er kan meer tegelijk zijn.",
            "complex_code": "Code van het complex in de woningadministratie.",
            "directions": "Bijvoorbeeld: bus 4, halte Merelstraat.",
            "open_to": "Buiten wat er bij een activiteit zelf staat.",
            "opening": "Bijvoorbeeld: maandag tot vrijdag, 9 tot 17 uur.",
            "key_holder": "Rol of voornaam.",
            "subsidy_from": "Alleen bij subsidie voor een ontmoetingsruimte.",
        }
        error_messages = {
            "name": {"required": "Geef de plek een naam."},
            "street": {"required": "Zet het adres erbij."},
            "town": {"required": "Zet de plaats erbij, zoals Lindenwaard."},
            "key_phone": {
                "invalid": "Op dit telefoonnummer kan niemand gebeld worden. Kijk het na."
            },
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Of a place from before this was asked it may be unknown, until somebody changes the place.
        self.fields["town"].required = True

    def clean(self) -> dict:
        data = super().clean()
        begins, ends = data.get("subsidy_from"), data.get("subsidy_until")
        if bool(begins) != bool(ends):
            self.add_error(
                "subsidy_until", "Vul beide dagen van de subsidie in, of geen van beide."
            )
        elif begins and ends < begins:
            self.add_error("subsidy_until", "Dat is voor het begin. Kies een latere dag.")
        return data


class BookForm(forms.Form):
    """Reserve a place for something that is not on the agenda."""

    what = PublicTextField(
        label="Waarvoor",
        max_length=80,
        error_messages={"required": "Zet erbij waarvoor het is."},
    )
    day = a_day("Dag")
    begins = a_time("Van", "Kies hoe laat het begint.")
    ends = a_time("Tot", "Kies hoe laat het eindigt.")
    repeat = forms.ChoiceField(
        label="Komt het terug?",
        choices=[("", "nee, één keer"), *recurrence.Repeat.CHOICES],
        required=False,
    )
    until = a_day("Tot en met", required=False, help_text="Hooguit twee jaar vooruit.")
    skips_holidays = forms.BooleanField(label="Niet op feestdagen", required=False, initial=True)
    # Shown only when the place is taken on one of the days.
    around = forms.BooleanField(
        label="Sla over wat al bezet is", required=False, widget=forms.HiddenInput
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, place: Place, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.initial.setdefault("key", uuid.uuid4())

    def clean(self) -> dict:
        data = super().clean()
        if not {"day", "begins", "ends"} <= data.keys():
            return data
        if why := why_not_until(data["begins"], data["ends"]):
            self.add_error("ends", why)
        elif data.get("repeat"):
            self.check_repeat(data)
        else:
            begins_at, ends_at = recurrence.instants(data["day"], data["begins"], data["ends"])
            if why := why_taken(self.place, begins_at, ends_at):
                self.add_error("day", why)
            data |= {"begins_at": begins_at, "ends_at": ends_at}
        return data

    def check_repeat(self, data: dict) -> None:
        if why := recurrence.why_not(data["repeat"], data["day"]):
            self.add_error("repeat", why)
        if data.get("key") is None:
            self.add_error(None, "Er ging iets mis met dit formulier. Open de plek opnieuw.")
        until = data.get("until")
        if until is None:
            if "until" not in self.errors:
                self.add_error("until", "Kies tot en met welke dag het terugkomt.")
        elif until < data["day"]:
            self.add_error("until", "Dat is voor de eerste dag. Kies een latere dag.")
        elif until > data["day"] + FARTHEST:
            self.add_error("until", "Dat is meer dan twee jaar vooruit. Kies een eerdere dag.")

    def add_error(self, field: str | None, error) -> None:
        """Add an error; one about taken days brings the box with which they are passed over."""
        if field == "around":
            self.fields["around"].widget = forms.CheckboxInput()
        super().add_error(field, error)

    @property
    def for_action(self) -> dict:
        """The arguments of `book`."""
        return {name: self.cleaned_data[name] for name in ("what", "begins_at", "ends_at")}

    @property
    def for_reservation(self) -> dict | None:
        """The arguments of `book_again`, or None for a single time."""
        data = self.cleaned_data
        if not data["repeat"]:
            return None
        names = ("key", "what", "until", "begins", "ends", "repeat", "skips_holidays", "around")
        return {name: data[name] for name in names} | {"first_on": data["day"]}


class WalkingTimeForm(forms.Form):
    """The walking time from a complex to a place."""

    complex_code = forms.ChoiceField(
        label="Van complex", error_messages={"required": "Kies een complex."}
    )
    minutes = forms.IntegerField(
        label="Minuten lopen",
        min_value=1,
        max_value=90,
        error_messages={
            "required": "Vul in hoeveel minuten het lopen is.",
            "min_value": "Een wandeling duurt minstens 1 minuut.",
            "max_value": "Dat is te ver om te lopen. Kijk het na.",
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        complexes = Home.objects.exclude(complex_code="").order_by("complex_code")
        found = complexes.values_list("complex_code", "complex_name").distinct()
        self.fields["complex_code"].choices = [(code, name or code) for code, name in found]


class ClosePlaceForm(forms.Form):
    """The period in which a place is closed, and what happens to the meetups planned there."""

    first = a_day("Gesloten vanaf")
    last = a_day("Tot en met")
    why = PlainField(
        label="Waarom",
        help_text="Dit lezen de bewoners bij wat niet doorgaat.",
        max_length=60,
        error_messages={"required": "Zet er kort bij waarom."},
    )
    move_to = forms.ModelChoiceField(
        Place.objects.none(),
        label="Wat daar gepland staat",
        required=False,
        empty_label="gaat niet door",
    )

    def __init__(self, *args, place: Place, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move_to"].queryset = Place.objects.exclude(pk=place.pk)
        self.fields["move_to"].label_from_instance = lambda other: f"gaat naar {other.name}"

    def clean(self) -> dict:
        data = super().clean()
        if {"first", "last"} <= data.keys():
            if data["last"] < data["first"]:
                self.add_error("last", "Dat is voor de eerste dag. Kies een latere dag.")
            elif data["last"] < timezone.localdate():
                self.add_error("last", "Dat is al geweest. Kies een dag die nog komt.")
            begins_at, _ = recurrence.instants(data["first"], time(0), time(1))
            _, ends_at = recurrence.instants(data["last"], time(1), time(0))
            data |= {"begins_at": max(begins_at, timezone.now()), "ends_at": ends_at}
        return data

    @property
    def for_action(self) -> dict:
        names = ("begins_at", "ends_at", "why", "move_to")
        return {name: self.cleaned_data[name] for name in names}
