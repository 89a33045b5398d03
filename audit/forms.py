"""Forms of the privacy officer: the verdict on a read, and a legal hold."""

from django import forms

from audit.models import Review
from ground.plain_text import PlainField


class VerdictForm(forms.Form):
    """The verdict (in order, asked, not in order) and an optional short note."""

    verdict = forms.ChoiceField(
        label="Oordeel",
        choices=[choice for choice in Review.Verdict.choices if choice[0]],
        error_messages={
            "required": "Kies wat je ervan vindt.",
            "invalid_choice": "Kies wat je ervan vindt.",
        },
    )
    note = PlainField(
        label="Notitie",
        required=False,
        max_length=200,
        help_text="Geen namen van huurders.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
        },
    )

    def __init__(self, *args, review: Review, **kwargs) -> None:
        initial = {"note": review.note}
        super().__init__(*args, auto_id=f"id_{review.pk}_%s", initial=initial, **kwargs)
        self.review = review


class LegalHoldForm(forms.Form):
    """The tenant whose data may not be removed, and why."""

    tenant_number = forms.IntegerField(
        label="Huurdernummer",
        min_value=1,
        max_value=2**62,
        help_text="Het nummer in het adres van het dossier.",
        error_messages={"required": "Vul het nummer van de huurder in.",
                        "invalid": "Een huurdernummer bestaat uit cijfers."},
    )  # fmt: skip
    why = PlainField(
        label="Waarom?",
        max_length=200,
        help_text="Bijvoorbeeld: klacht bij de AP. Geen namen.",
        error_messages={"required": "Schrijf waarom er niets weg mag."},
    )
