"""Housing forms, and who would like to live there."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = "Woonvormen"

    def ready(self) -> None:
        # What is kept about a tenant and how long, and what the trail says.
        from housing import (
            personal_data,  # noqa: F401
            retention,  # noqa: F401
            sentences,  # noqa: F401
        )
