"""The closed loop with a partner."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = "Verwijzingen"

    def ready(self) -> None:
        # What is kept about a tenant and how long, what we send, what a withdrawn consent takes
        # back, what becomes of work when somebody leaves, and what the trail says.
        from referrals import (
            departures,  # noqa: F401
            messages,  # noqa: F401
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
            withdrawals,  # noqa: F401
        )
