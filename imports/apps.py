"""Import of homes and tenants from the corporation's source system."""

from ground import rooms


class ImportsConfig(rooms.RoomConfig):
    name = "imports"
    verbose_name = "Inlezen"
