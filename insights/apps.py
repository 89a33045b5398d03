"""Figures for the overview and the municipality."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = "Overzicht"

    def ready(self) -> None:
        from insights import sentences  # noqa: F401  registers verbs of the audit trail
