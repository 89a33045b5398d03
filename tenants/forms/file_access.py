"""Forms to open a file with a reason, to search outside one's areas, and for contact details."""

from django import forms

from ground.date_input import DayInput
from ground.language_codes import LANGUAGES
from ground.plain_text import PlainField, UnguardedField
from ground.shown_values import ShownValues
from tenants.models import FileAccess, Tenant


class FileAccessForm(forms.Form):
    """The reason for opening a file outside the user's lists."""

    reason = forms.ChoiceField(
        label="Waarom heb je dit dossier nodig?",
        choices=FileAccess.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je dit dossier nodig hebt."},
    )
    words = PlainField(
        label="Toelichting",
        required=False,
        max_length=200,
        help_text="Je coördinator leest dit. Schrijf niets over gezondheid.",
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("reason") == FileAccess.Reason.OTHER and not data.get("words"):
            self.add_error("words", "Schrijf waarom je dit dossier nodig hebt.")
        return data


class ElsewhereForm(forms.Form):
    """Search for exactly one person: surname with birth date, or with postcode and number."""

    last_name = UnguardedField(
        label="Achternaam",
        max_length=120,
        error_messages={"required": "Vul de achternaam in, zonder tussenvoegsel."},
        help_text="Zonder tussenvoegsel.",
    )
    birth_date = forms.DateField(
        label="Geboortedatum",
        required=False,
        widget=DayInput(),
        error_messages={"invalid": "Schrijf de dag als dag-maand-jaar, bijvoorbeeld 7-3-1946."},
    )
    postcode = UnguardedField(label="Postcode", required=False, max_length=7)
    number = forms.IntegerField(
        label="Huisnummer",
        required=False,
        min_value=1,
        max_value=99999,
        error_messages={"invalid": "Vul alleen het nummer in, zonder letter."},
    )

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"].replace(" ", "").upper()
        return f"{typed[:4]} {typed[4:]}" if typed else ""

    def clean(self) -> dict:
        data = super().clean()
        whole_address = data.get("postcode") and data.get("number")
        if not self.errors and not data.get("birth_date") and not whole_address:
            self.add_error("birth_date", "Vul de geboortedatum in, of postcode en huisnummer.")
        return data


class ReachForm(ShownValues, forms.ModelForm):
    """How a tenant prefers to be reached."""

    language = forms.ChoiceField(label="Taal", choices=())

    class Meta:
        model = Tenant
        fields = [
            "channel", "best_time", "language", "hears_badly", "interpreter", "in_pairs",
            "reach_note",
        ]  # fmt: skip
        field_classes = {"reach_note": PlainField}
        labels = {
            "channel": "Hoe heeft de huurder het liefst contact?",
            "best_time": "Wanneer?",
            "reach_note": "Waar let je op?",
        }
        help_texts = {
            "reach_note": "Bijvoorbeeld: laat de telefoon lang overgaan. Geen ziektes. De huurder "
            "kan dit lezen.",
            "in_pairs": "Ga met een collega. Waarom, bespreek je met je coördinator.",
        }
        widgets = {"channel": forms.RadioSelect, "best_time": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.language
        choices = LANGUAGES if own in LANGUAGES else LANGUAGES | {own: own}
        self.fields["language"].choices = list(choices.items())
        self.fields["channel"].choices = Tenant.Channel.choices
        self.fields["best_time"].choices = Tenant.BestTime.choices
        self.fields["best_time"].required = False
