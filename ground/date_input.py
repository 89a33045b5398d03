"""The date input of forms."""

from django import forms

WRONG_DAY = "Schrijf de dag als dag-maand-jaar, bijvoorbeeld 8-12-2026."


class DayInput(forms.DateInput):
    """The browser's native date picker; a text field where the browser has none."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        # The only format that the native date picker accepts.
        super().__init__(attrs, format="%Y-%m-%d")
