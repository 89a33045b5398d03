"""Finding one person without a list."""

from datetime import date

from tenants.models import Tenancy, Tenant
from tenants.text import searchable


def exactly(
    last_name: str, birth_date: date | None, postcode: str, number: int | None
) -> int | None:
    """The id of the one person who fits, anywhere; nothing when nobody or more than one does."""
    tenants = Tenant.objects.filter(search__startswith=searchable(last_name))
    if birth_date:
        tenants = tenants.filter(birth_date=birth_date)
    if postcode:
        at = Tenancy.objects.current().filter(home__postcode=postcode, home__number=number)
        tenants = tenants.filter(pk__in=at.values("tenant"))
    ids = list(tenants.values_list("pk", flat=True)[:2])
    return ids[0] if len(ids) == 1 else None
