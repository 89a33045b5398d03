"""Campaigns, materials, codes on paper."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "Voorlichting"

    def ready(self) -> None:
        from outreach import sentences  # noqa: F401  tells the trail what its verbs mean
