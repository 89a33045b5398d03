"""General tools that every room stands on; nothing here knows what Aanloop is about."""

from django.apps import AppConfig


class GroundConfig(AppConfig):
    name = "ground"
    verbose_name = "Gereedschap"
