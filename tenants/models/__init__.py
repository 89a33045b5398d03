"""Tenants, homes, tenancies, consents, network maps, measurements and rights requests."""

from tenants.models.consents import Consent
from tenants.models.file_access import FileAccess
from tenants.models.homes import Home
from tenants.models.letters import Letter
from tenants.models.measurements import Estimate, Measurement, Permission
from tenants.models.network import Contact, Snapshot, SnapshotTie
from tenants.models.notes import Interest, Note, Wish
from tenants.models.people import Field, Tenancy, Tenant
from tenants.models.rights import ErasureTombstone, RightsRequest
from tenants.models.vital import VitalInterest

__all__ = [
    "Consent",
    "Contact",
    "ErasureTombstone",
    "Estimate",
    "Field",
    "FileAccess",
    "Home",
    "Interest",
    "Letter",
    "Measurement",
    "Note",
    "Permission",
    "RightsRequest",
    "Snapshot",
    "SnapshotTie",
    "Tenancy",
    "Tenant",
    "VitalInterest",
    "Wish",
]
