"""Housing forms and their candidates."""

from ground import rooms


class HousingConfig(rooms.RoomConfig):
    name = "housing"
    verbose_name = "Woonvormen"
