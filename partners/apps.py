"""The organisations we work with, and their people."""

from ground import rooms


class PartnersConfig(rooms.RoomConfig):
    name = "partners"
    verbose_name = "Partners"
