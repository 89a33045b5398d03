"""The form for the code of somebody who sent a form in a busy hour."""

from django import forms
from django.utils.translation import gettext_lazy as _

DIGITS = _("De code heeft zes cijfers.")


class CodeForm(forms.Form):
    """The six digits from the text message or the mail."""

    code = forms.CharField(
        label=_("Uw code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Typ de zes cijfers die wij u stuurden."),
            "max_length": DIGITS,
        },
    )

    def clean_code(self) -> str:
        code = "".join(c for c in self.cleaned_data["code"] if c not in " -.")
        if not (code.isascii() and code.isdigit() and len(code) == 6):
            raise forms.ValidationError(DIGITS)
        return code
