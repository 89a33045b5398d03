"""Actions on a campaign: create it, add codes for its printed materials, count visits."""

from uuid import UUID

from django.db.models import F

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from outreach.models import Campaign, Code


@create_action(Can.INFORM, says="campagne gemaakt")
def start_campaign(*, key: UUID, by: User, **fields) -> Campaign:
    """Create a campaign. Idempotent per key: sent twice, it is created once."""
    return Campaign.objects.get_or_create(key=key, defaults=fields | {"made_by": by})[0]


@action(Can.INFORM, says="QR-code gemaakt")
def add_code(campaign: Campaign, *, label: str, by: User) -> Code:
    """Return the code for one spot, so that its results can be counted; a spot has one code."""
    return Code.objects.get_or_create(campaign=campaign, label=label)[0]


@action(Can.SIGN_UP, says="code geopend", recorded=False)
def count_visit(code: Code, *, by: User) -> None:
    """Count a visit. The visitor is unknown, so there is nothing to record in the audit trail."""
    Code.objects.filter(pk=code.pk).update(visits=F("visits") + 1)
