"""Forms of the questionnaire: the author's permission, and one paper form."""

from django import forms

from ground.date_input import DayInput
from ground.plain_text import PlainField
from tenants.djg6 import ANSWERS, ITEMS
from tenants.models import Measurement


class PermissionForm(forms.Form):
    """The author's permission to use the questionnaire."""

    reference = PlainField(
        label="Waar staat de toestemming?",
        max_length=200,
        help_text="Bijvoorbeeld: e-mail van de auteur van 3 december, map Afspraken.",
        error_messages={"required": "Schrijf waar de toestemming te vinden is."},
    )
    given_on = forms.DateField(
        label="Van wanneer is zij?",
        widget=DayInput(),
        error_messages={
            "required": "Vul de dag in.",
            "invalid": "Schrijf de dag als dag-maand-jaar, zoals 8-12-2026.",
        },
    )


class MeasureForm(forms.Form):
    """One paper form: its code, its moment, and the answer per item."""

    code = forms.RegexField(
        r"^[A-Za-z0-9]{4,12}\Z",
        max_length=12,
        label="Code op het formulier",
        error_messages={
            "required": "Vul de code in die op het formulier staat.",
            "invalid": "De code heeft 4 tot 12 letters en cijfers, en geen naam.",
            "max_length": "De code heeft 4 tot 12 letters en cijfers.",
        },
    )
    moment = forms.ChoiceField(
        label="Wanneer?",
        choices=Measurement.Moment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wanneer het formulier is ingevuld."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for item in ITEMS:
            self.fields[item] = forms.TypedChoiceField(
                label=f"Vraag {item.removeprefix('i')}",
                choices=[*ANSWERS, ("", "Niet ingevuld")],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )

    @property
    def for_action(self) -> dict:
        """The cleaned data as arguments of `actions.enter_form`; unanswered items are absent."""
        data = self.cleaned_data
        answers = {item: data[item] for item in ITEMS if data[item] is not None}
        return {"code": data["code"], "moment": data["moment"], "answers": answers}
