"""People, homes, consent, their network."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Huurders"

    def ready(self) -> None:
        # What is kept about a tenant and how long, what we send, what the trail says, and which
        # looks stand out in it.
        from tenants import (
            messages,  # noqa: F401
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
            unusual_reads,  # noqa: F401
        )
