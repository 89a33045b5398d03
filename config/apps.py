"""Management commands and system checks for the whole project."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Inrichting"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers the checks of `check --deploy`
