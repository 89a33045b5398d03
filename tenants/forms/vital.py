"""Forms for sharing without consent in vital interest."""

from django import forms

from ground.plain_text import PlainField, UnguardedField
from tenants.models import Field


class VitalForm(forms.Form):
    """What to share without consent, with whom, and why it cannot wait."""

    recipient_name = UnguardedField(
        label="Aan wie?",
        max_length=120,
        help_text="Bijvoorbeeld: 112, Veilig Thuis, de huisarts van dienst.",
        error_messages={"required": "Schrijf aan wie je het wilt doorgeven."},
    )
    fields = forms.MultipleChoiceField(
        label="Wat hebben zij nodig?",
        choices=Field.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat zij nodig hebben, en niet meer dan dat."},
    )
    danger = UnguardedField(
        label="Wat dreigt er?",
        max_length=300,
        help_text="Wat je zag of hoorde. Bel bij direct gevaar eerst 112; dat mag altijd.",
        error_messages={"required": "Schrijf wat er dreigt."},
    )
    why_not_asked = UnguardedField(
        label="Waarom kun je het de huurder niet vragen?",
        max_length=200,
        error_messages={"required": "Schrijf waarom vragen niet kan."},
    )


class ReviewForm(forms.Form):
    """The privacy officer's review."""

    review = PlainField(label="Was dit terecht?", max_length=300)
