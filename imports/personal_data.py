"""Erasure of this room's personal data about a tenant."""

from accounts.models import User
from imports.models import ImportLine
from tenants.hooks import before_erasure
from tenants.models import Tenant


@before_erasure
def delete_lines(tenant: Tenant, by: User) -> None:
    """Delete the import lines about this tenant."""
    ImportLine.objects.filter(who=tenant.external_id).delete()
