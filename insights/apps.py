"""Figures, for the overview and the municipality."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = "Overzicht"
