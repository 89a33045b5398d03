"""Forms for signing in, and for the one e-mail address of an account."""

from allauth.account.forms import AddEmailForm, RequestLoginCodeForm
from django import forms

from accounts.proof import needs_second_factor


class TenantCodeForm(RequestLoginCodeForm):
    """Treats users who need a second factor as an unknown address: same page, no code."""

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user and needs_second_factor(self._user):
            self._user = None
        return email


class NoAddressForm(AddEmailForm):
    """Refuses every address that somebody adds, whoever has it: the administrator keeps them."""

    def clean_email(self) -> str:
        raise forms.ValidationError(
            "Een ander e-mailadres zet de beheerder van Aanloop bij je account. Geef het aan je "
            "beheerder door."
        )
