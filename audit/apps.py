"""The audit trail: who did what, and who looked at what."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Logboek"

    def ready(self) -> None:
        from audit import trail_retention  # noqa: F401  registers retention terms
