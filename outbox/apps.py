"""Outgoing messages by e-mail, text message, letter and telephone."""

from ground import rooms


class OutboxConfig(rooms.RoomConfig):
    name = "outbox"
    verbose_name = "Uitgaande post"
