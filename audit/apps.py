"""The audit trail: who did what, and who looked at what."""

from ground import rooms


class AuditConfig(rooms.RoomConfig):
    name = "audit"
    verbose_name = "Logboek"
