"""Housing forms, and who would like to live there."""

from django.apps import AppConfig


class HousingConfig(AppConfig):
    name = "housing"
    verbose_name = "Woonvormen"

    def ready(self) -> None:
        from housing import holdings, keeping, sentences  # noqa: F401  tells the trail what its verbs mean
