"""Signing in with an e-mailed code is for tenants and hosts only."""

from allauth.account.forms import RequestLoginCodeForm

from accounts.adapter import needs_second_factor


class TenantCodeForm(RequestLoginCodeForm):
    """Treats users who need a second factor as an unknown address: same page, no code."""

    def clean_email(self) -> str:
        email = super().clean_email()
        if self._user and needs_second_factor(self._user):
            self._user = None
        return email
