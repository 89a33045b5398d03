"""Signing in by a code in the mail is for tenants and hosts only."""

from allauth.account.forms import RequestLoginCodeForm

from accounts.adapter import needs_second_factor


class TenantCodeForm(RequestLoginCodeForm):
    """Treats a member of staff like an unknown address: same page, no code."""

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user and needs_second_factor(self._user):
            self._user = None
        return email
