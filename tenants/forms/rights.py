"""Forms for data subject requests."""

from datetime import date

from django import forms
from django.utils import timezone

from ground.date_input import DayInput
from ground.phones import require_callable
from ground.plain_text import PlainField, UnguardedField
from ground.shown_values import ShownValues
from tenants.models import RightsRequest, Tenant


class RequestForm(forms.ModelForm):
    """What a tenant requests about their own data."""

    class Meta:
        model = RightsRequest
        fields = ["kind", "via", "received_on", "identity"]
        field_classes = {"identity": PlainField}
        labels = {"kind": "Wat vraagt de huurder?", "via": "Hoe?", "received_on": "Wanneer?"}
        help_texts = {
            "identity": "Bijvoorbeeld: ken ik van gezicht, teruggebeld op het bekende nummer. Maak "
            "geen kopie van een identiteitsbewijs."
        }
        widgets = {
            "kind": forms.RadioSelect,
            "via": forms.RadioSelect,
            "received_on": DayInput(),
        }
        error_messages = {
            "kind": {"required": "Kies wat de huurder vraagt."},
            "via": {"required": "Kies hoe de huurder het vroeg."},
            "received_on": {"invalid": "Schrijf de dag als dag-maand-jaar, zoals 8-12-2026."},
            "identity": {"required": "Schrijf hoe je weet dat het deze huurder is."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "via"):
            self.fields[name].choices = [c for c in self.fields[name].choices if c[0] != ""]

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError("Deze dag moet nog komen. Kies vandaag of eerder.")
        if (today - day).days > 366:
            raise forms.ValidationError("Dit is meer dan een jaar geleden. Kijk de dag na.")
        return day


class AnswerForm(forms.Form):
    """The answer to a request, or the reason for a refusal."""

    answer = PlainField(
        label="Hoe is het beantwoord?",
        max_length=300,
        help_text="Bijvoorbeeld: op 4 december persoonlijk gegeven. Bij weigeren: de reden, en dat "
        "de huurder kan klagen bij de Autoriteit Persoonsgegevens.",
        error_messages={"required": "Schrijf hoe het is beantwoord. Dit is het bewijs."},
    )


class ExtendForm(forms.Form):
    """The reason for an extension."""

    why = PlainField(label="Waarom duurt het langer?", max_length=200)


class RectifyForm(ShownValues, forms.ModelForm):
    """The corrected values."""

    class Meta:
        model = Tenant
        fields = [
            "initials", "first_name", "infix", "last_name", "gender", "birth_date", "phone",
            "email",
        ]  # fmt: skip
        field_classes = dict.fromkeys(
            ["initials", "first_name", "infix", "last_name", "phone"], UnguardedField
        )
        widgets = {"birth_date": DayInput()}
        error_messages = {
            "last_name": {"required": "Een huurder heeft een achternaam."},
            "birth_date": {"invalid": "Schrijf de dag als dag-maand-jaar, zoals 7-3-1946."},
        }

    def clean(self) -> dict:
        super().clean()
        require_callable(self, "phone")
        return self.cleaned_data

    def clean_birth_date(self) -> date | None:
        day = self.cleaned_data["birth_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("De geboortedatum ligt in de toekomst. Kijk hem na.")
        return day
