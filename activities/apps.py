"""Meetups, sign-ups, attendance and meeting places."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "Activiteiten"

    def ready(self) -> None:
        # Register personal data, retention, message kinds and audit sentences.
        from activities import (
            messages,  # noqa: F401
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
        )
