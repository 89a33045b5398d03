"""How a day is asked in a form."""

from django import forms

WRONG_DAY = "Schrijf de dag als dag-maand-jaar, bijvoorbeeld 8-12-2026."


class DayInput(forms.DateInput):
    """The browser's own calendar; without one, a day is typed."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        # The only form that the browser's calendar reads.
        super().__init__(attrs, format="%Y-%m-%d")
