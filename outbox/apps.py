"""What we send, by any channel."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "Uitgaande post"

    def ready(self) -> None:
        from outbox import sentences  # noqa: F401  tells the trail what its verbs mean
