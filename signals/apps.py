"""Loneliness noticed, and the follow-up."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "signals"
    verbose_name = "Signalen"

    def ready(self) -> None:
        # What we send, what a withdrawn consent ends, what is kept about a tenant, what the trail
        # says, and what stands out in it.
        from signals import aftercare, holdings, keeping, post, sentences, unusual  # noqa: F401
