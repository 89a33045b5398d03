"""Parts of a tenant's file that other rooms render, by their own address or within the file."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from audit.models import seen
from tenants.models import Tenant


def tenant_of_part(request: HttpRequest, pk: int) -> Tenant:
    """Return the tenant on whose file a part stands; Http404 when this user may not open it.

    The read is recorded, unless the file around the part has done so.
    """
    tenant = get_object_or_404(Tenant.objects.visible_to(request.user), pk=pk)
    if not getattr(request, "is_within_page", False):
        seen(tenant, by=request.user)
    return tenant
