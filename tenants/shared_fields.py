"""What a recipient outside the corporation would see of a tenant, field by field."""

from tenants.models import Field, Home, Tenant


def current_home(tenant: Tenant) -> Home | None:
    """Return the home this tenant rents now; a dwelling wins over a parking space or a shed.

    Runs no query for a tenant that was prefetched with `Tenancy.now()`.
    """
    tenancies = getattr(tenant, "current_tenancies", None)
    if tenancies is None:
        current = tenant.tenancies.current().select_related("home")
        tenancies = current.order_by("-starts_on", "-pk")
    homes = [tenancy.home for tenancy in tenancies]
    return next((home for home in homes if home.kind == Home.DWELLING), homes[0] if homes else None)


def shared_value(tenant: Tenant, field: Field, *, wish: str = "") -> str:
    """Return one agreed field as the recipient reads it; "" when it is unknown."""
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
