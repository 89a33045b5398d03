"""Loneliness noticed, and the follow-up."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        # What we send, what a withdrawn consent ends, and what the trail says.
        from signals import aftercare, post, sentences  # noqa: F401
