"""Forms for the sender: the four steps of a referral, and the export."""

from django import forms

from ground.plain_text import PlainField
from ground.shown_values import ShownValues
from partners.models import Partner
from tenants.consent_wording import PURPOSE, PURPOSES
from tenants.models import Consent, Field

# Fields that can be shared with a partner, in the order of the page. Age never is.
SHAREABLE = [Field.NAME, Field.ADDRESS, Field.PHONE, Field.CONTACT, Field.WISH]
# Ticked by default: what a partner needs to call, and to know what it is about.
USUAL = [Field.NAME, Field.PHONE, Field.CONTACT, Field.WISH]
# What a sender can never share, listed in the preview.
NEVER_SHARED = ["notities", "netwerk", "signaal", "geboortedatum"]


class ExportForm(forms.Form):
    """The reason for the export."""

    reason = PlainField(
        label="Waarvoor neem je de lijst mee?",
        max_length=200,
        help_text="Bijvoorbeeld: overleg met de gemeente over wachttijden.",
        error_messages={"required": "Schrijf op waarvoor je de lijst meeneemt."},
    )


class StepForm(forms.Form):
    """One step. `essential` is the field that decides whether the form counts as blank."""

    essential: str

    @property
    def is_blank(self) -> bool:
        return not self.data.get(self.essential, "").strip()


class ChooseForm(StepForm):
    """Step 1: the partner to ask, and a second choice."""

    essential = "partner"
    partner = forms.ModelChoiceField(
        None,
        label="Wie kan helpen?",
        error_messages={
            "required": "Kies een partner.",
            "invalid_choice": "Deze partner kan nu niet gevraagd worden. Kies een andere.",
        },
    )
    second = forms.ModelChoiceField(
        None,
        label="En als dat niet lukt?",
        required=False,
        empty_label="Geen tweede keus",
        help_text="Zegt de eerste nee, of niets, dan ligt de vraag aan deze partner klaar.",
        error_messages={
            "invalid_choice": "Deze partner kan nu niet gevraagd worden. Kies een andere.",
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("partner", "second"):
            self.fields[name].queryset = Partner.objects.choosable()

    def clean(self) -> dict:
        data = super().clean()
        if data.get("second") and data["second"] == data.get("partner"):
            self.add_error("second", "Kies als tweede keus een andere partner, of geen.")
        return data

    @property
    def chosen(self) -> str:
        """The selected partner's primary key as text, from the form data or from the draft."""
        return str(self["partner"].value() or "")


class WishForm(ShownValues, StepForm):
    """Step 2: what the tenant would like."""

    essential = "wish"
    wish = PlainField(
        label="Wat wil de huurder?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In eigen woorden, alsof de huurder het zelf zegt. Geen ziektes, geen mening. "
        "De partner en de huurder kunnen dit lezen.",
        error_messages={
            "required": "Schrijf op wat de huurder graag zou willen.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )
    gist = PlainField(
        label="En in een paar woorden",
        max_length=60,
        help_text="Bijvoorbeeld: koffie en kaarten, niet alleen. De partner ziet dit in de lijst.",
        error_messages={
            "required": "Vat de wens samen in een paar woorden.",
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s.",
        },
    )


class ConsentForm(StepForm):
    """Step 3: the tenant's answer to the sentence that was read aloud. No answer is preselected."""

    essential = "answer"
    # The partners named in the sentence that was on the page.
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label="Wat zegt de huurder?",
        choices=Consent.Answer.choices,
        error_messages={"required": "Kies wat de huurder zegt. Alle drie de antwoorden zijn goed."},
    )
    how = forms.ChoiceField(
        label="Hoe vroeg je het?",
        choices=[
            (Consent.How.SPOKEN, "Aan de deur of op bezoek"),
            (Consent.How.PHONE, "Aan de telefoon"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe je het vroeg."},
    )
    purpose = forms.ChoiceField(
        label="Waarvoor?",
        choices=[(purpose, purpose.capitalize()) for purpose in PURPOSES],
        initial=PURPOSE,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor het gedeeld wordt."},
    )
    words = PlainField(
        label="Wat zei de huurder zelf?",
        required=False,
        max_length=300,
        help_text="In eigen woorden. De huurder kan dit lezen.",
    )
    fields_shared = forms.MultipleChoiceField(
        label="Wat delen we?", choices=[(f.value, f.label) for f in SHAREABLE], required=False
    )

    def __init__(self, *args, asked: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now_asked = asked

    def clean(self) -> dict:
        data = super().clean()
        if data.get("asked") and data["asked"] != self.now_asked:
            raise forms.ValidationError(
                "De partner is intussen veranderd. Lees de nieuwe zin voor, en vraag het opnieuw."
            )
        if data.get("answer") == Consent.Answer.YES and not data.get("fields_shared"):
            self.add_error("fields_shared", "Kies wat er gedeeld mag worden.")
        return data

    @property
    def chosen_purpose(self) -> str:
        """The selected purpose, or the default when the value is not in the list."""
        chosen = self["purpose"].value()
        return chosen if chosen in PURPOSES else PURPOSE

    @property
    def ticked(self) -> list[str]:
        """The ticked fields, in the order of the page; unknown values are ignored."""
        chosen = self["fields_shared"].value() or []
        return [f.value for f in SHAREABLE if f in chosen]

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.record_answer` takes them."""
        names = ("answer", "how", "purpose", "words")
        return {name: self.cleaned_data[name] for name in names} | {"fields": self.ticked}


class SendForm(forms.Form):
    """Whether the sender comes along the first time: required without a way to reach the
    tenant."""

    comes_along = forms.BooleanField(
        label="Ik ga de eerste keer zelf mee",
        error_messages={
            "required": "Kies of je meegaat, of vraag of er een nummer of adres mee mag."
        },
    )

    def __init__(self, *args, reachable: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comes_along"].required = not reachable
