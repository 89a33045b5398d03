"""The closed loop with a partner."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = "Verwijzingen"

    def ready(self) -> None:
        # Registrations: personal data, retention, messages, withdrawn consent, departures of
        # workers and partners, and the audit trail.
        from referrals import (
            departures,  # noqa: F401
            messages,  # noqa: F401
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
            withdrawals,  # noqa: F401
        )
