"""What this room keeps about a tenant, and what happens to it when the tenant is erased."""

from accounts.models import User
from imports.models import ImportLine
from tenants.hooks import before_erasure
from tenants.models import Tenant


@before_erasure
def delete_lines(tenant: Tenant, by: User) -> None:
    """Delete the lines of files that are about this tenant."""
    ImportLine.objects.filter(who=tenant.external_id).delete()
