"""Organisations we work with, and their people."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Partners"

    def ready(self) -> None:
        from partners import sentences  # noqa: F401  tells the trail what its verbs mean
