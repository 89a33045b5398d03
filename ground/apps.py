"""General-purpose code that every room imports; it knows nothing about the domain."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "ground"
    verbose_name = "Gereedschap"
