"""What somebody outside would see of a tenant, one field at a time."""

from tenants.models import Field, Home, Tenant


def current_home(tenant: Tenant) -> Home | None:
    """Where this tenant rents now: the home, before a parking space or a shed. Asks nothing of the
    database for a tenant that was read with `Tenancy.now()`."""
    tenancies = getattr(tenant, "current_tenancies", None)
    if tenancies is None:
        current = tenant.tenancies.current().select_related("home")
        tenancies = current.order_by("-starts_on", "-pk")
    homes = [tenancy.home for tenancy in tenancies]
    return next((home for home in homes if home.kind == Home.DWELLING), homes[0] if homes else None)


def shared_value(tenant: Tenant, field: Field, *, wish: str = "") -> str:
    """One agreed fact as the recipient reads it; empty when we do not know it."""
    match field:
        case Field.NAME:
            return tenant.formal_name
        case Field.PHONE:
            return tenant.phone
        case Field.ADDRESS:
            home = None if tenant.shielded_at else current_home(tenant)
            return home.address if home else ""
        case Field.AGE:
            age = tenant.age()
            return "" if age is None else f"{age} jaar"
        case Field.CONTACT:
            note = tenant.reach_note
            return ", ".join(filter(None, [tenant.get_channel_display().capitalize(), note]))
        case Field.WISH:
            return wish
