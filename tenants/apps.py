"""Tenants, their homes, consents and networks."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Huurders"

    def ready(self) -> None:
        # Imported because they register: messages, personal data, retention terms, timeline
        # sentences and unusual reads.
        from tenants import (
            messages,  # noqa: F401
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
            unusual_reads,  # noqa: F401
        )
