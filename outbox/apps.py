"""Outgoing messages by e-mail, text message, letter and telephone."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Uitgaande post"

    def ready(self) -> None:
        from outbox import checks, sentences  # noqa: F401  registers the check and its verbs
