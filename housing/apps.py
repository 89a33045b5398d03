"""Housing forms and their candidates."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = "Woonvormen"

    def ready(self) -> None:
        # Registrations: personal data, retention, and sentences in the audit trail.
        from housing import (
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
        )
