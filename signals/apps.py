"""Loneliness noticed, and the follow-up."""

from ground import rooms


class SignalsConfig(rooms.RoomConfig):
    name = "signals"
    verbose_name = "Signalen"
