"""Accounts of colleagues, and what each of them is given access to."""

from ground import rooms


class GrantsConfig(rooms.RoomConfig):
    name = "grants"
    verbose_name = "Accounts en rechten"
