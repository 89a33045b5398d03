"""What the privacy officer says of a line of the trail."""

from django import forms

from accounts.plain import PlainField
from audit.models import Review


class VerdictForm(forms.Form):
    """In order, asked, or not in order; and a short note."""

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
