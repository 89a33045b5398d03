"""The organisations we work with, and their people."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = "Partners"

    def ready(self) -> None:
        # What we send, and what the trail says.
        from partners import (
            messages,  # noqa: F401
            sentences,  # noqa: F401
        )
