"""General-purpose code that every room imports; it knows nothing about the domain."""

from celery.signals import task_prerun
from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "ground"
    verbose_name = "Gereedschap"

    def ready(self) -> None:
        from ground.workdays import forget_closed_days

        task_prerun.connect(forget_closed_days)
