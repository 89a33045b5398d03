"""Campaigns, printed materials and their codes."""

from ground import rooms


class OutreachConfig(rooms.RoomConfig):
    name = "outreach"
    verbose_name = "Voorlichting"
