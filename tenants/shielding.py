"""Somebody whose address is shielded is shown one at a time, after a reason."""

from accounts.models import User
from ground.refusals import Refused
from tenants.models import Tenant
from tenants.models.people import opened_with_reason


def require_reason(tenant: Tenant | None, user: User) -> None:
    """Refused on a page about a shielded tenant, until this person opened the file with a reason
    today."""
    if tenant is None or tenant.shielded_at is None or tenant.pk in opened_with_reason(user):
        return
    raise Refused(
        f"Het adres van deze huurder is afgeschermd. Open eerst dossier {tenant.pk} bij Huurders "
        "en zeg waarom; daarna zie je ook deze pagina."
    )
