"""Forms for signing in, and for the one e-mail address of an account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, RequestLoginCodeForm, ResetPasswordForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from accounts.hooks import mail_wanted
from accounts.proof import needs_second_factor


class TenantCodeForm(RequestLoginCodeForm):
    """Treats users who need a second factor as an unknown address: same page, no code."""

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user and needs_second_factor(self._user):
            self._user = None
        return email


class PasswordLinkForm(ResetPasswordForm):
    """Asks for the mail with a link; the page does not look whether the address has an account."""

    def clean_email(self) -> str:
        return get_adapter().clean_email(self.cleaned_data["email"].lower())

    def save(self, request: HttpRequest, **kwargs) -> str:
        email = self.cleaned_data["email"]
        language = get_language() or settings.LANGUAGE_CODE
        mail_wanted.run("password_link", email, {"language": language})
        return email


class NoAddressForm(AddEmailForm):
    """Refuses every address that somebody adds, whoever has it: the administrator keeps them."""

    def clean_email(self) -> str:
        raise forms.ValidationError(
            "Een ander e-mailadres zet de beheerder van Aanloop bij je account. Geef het aan je "
            "beheerder door."
        )
