"""Campaigns, printed materials and their codes."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "Voorlichting"

    def ready(self) -> None:
        from outreach import sentences  # noqa: F401  registers sentences of the audit trail
