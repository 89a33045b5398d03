"""Public forms of a busy hour, which wait for a code or for a colleague."""

from ground import rooms


class UnsortedConfig(rooms.RoomConfig):
    name = "unsorted"
    verbose_name = "Ongesorteerd"
