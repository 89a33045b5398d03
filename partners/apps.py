"""Organisations we work with, and their people."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Partners"

    def ready(self) -> None:
        from partners import (  # noqa: F401
            post,  # tells the outbox what this room sends
            sentences,  # tells the trail what its verbs mean
        )
