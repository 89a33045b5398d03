"""People, homes, consent, their network."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
    verbose_name = "Huurders"

    def ready(self) -> None:
        # What is kept about a tenant and how long, what we send, what the trail says, and which
        # looks stand out in it.
        from tenants import holdings, keeping, post, sentences, unusual  # noqa: F401
