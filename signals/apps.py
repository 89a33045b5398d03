"""Loneliness noticed, and the follow-up."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        # Importing these modules registers what runs when a consent is withdrawn, our messages,
        # personal data and retention terms, the sentences of the audit trail, and unusual reads.
        from signals import (  # noqa: F401
            aftercare,
            messages,
            personal_data,
            retention,
            sentences,
            unusual_reads,
        )
