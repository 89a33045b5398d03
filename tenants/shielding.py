"""Pages about a tenant with a shielded address open one by one, after a reason was given."""

from accounts.models import User
from ground.refusals import Refused
from tenants.models import Tenant
from tenants.models.people import opened_with_reason


def require_reason(tenant: Tenant | None, user: User) -> None:
    """Raise Refused for a shielded tenant, unless this user opened the file with a reason today."""
    if tenant is None or tenant.shielded_at is None or tenant.pk in opened_with_reason(user):
        return
    raise Refused(
        f"Het adres van deze huurder is afgeschermd. Open eerst dossier {tenant.pk} bij Huurders "
        "en zeg waarom; daarna zie je ook deze pagina."
    )
