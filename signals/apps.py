"""Loneliness noticed, and the follow-up."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        from signals import post, sentences  # noqa: F401  what we send, and what the trail says
