"""Organisations that help tenants meet people, their services, and who works there."""

from partners.models.agreements import Agreement
from partners.models.organisations import Partner
from partners.models.people import Invitation, Worker
from partners.models.services import Need, Service

__all__ = ["Agreement", "Invitation", "Need", "Partner", "Service", "Worker"]
