"""Tenants, their homes, consents and networks."""

from ground import rooms


class TenantsConfig(rooms.RoomConfig):
    name = "tenants"
    verbose_name = "Huurders"
