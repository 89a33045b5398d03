"""Loneliness noticed, and the follow-up."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        # What a withdrawn consent ends, what is kept about a tenant and how long, what we send,
        # what the trail says, and what stands out in it.
        from signals import (  # noqa: F401
            aftercare,
            messages,
            personal_data,
            retention,
            sentences,
            unusual_reads,
        )
