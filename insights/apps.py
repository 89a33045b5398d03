"""Figures for the overview and the municipality."""

from ground import rooms


class InsightsConfig(rooms.RoomConfig):
    name = "insights"
    verbose_name = "Overzicht"
