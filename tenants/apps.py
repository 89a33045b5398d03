"""People, homes, consent, their network."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Huurders"

    def ready(self) -> None:
        # What the trail says, and which looks stand out in it.
        from tenants import sentences, unusual  # noqa: F401
