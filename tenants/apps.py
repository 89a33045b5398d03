"""People, homes, consent, their network."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Huurders"

    def ready(self) -> None:
        from tenants import sentences  # noqa: F401  tells the trail what its verbs mean
