"""The life of a campaign: made, given codes for its paper, and found by who reads them."""

from uuid import UUID

from django.db.models import F

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from outreach.models import Campaign, Code


@create_action(Can.INFORM, says="campagne gemaakt")
def start_campaign(*, key: UUID, by: User, **fields) -> Campaign:
    """Begin an effort to inform people. Sent twice with one key, it is made once."""
    return Campaign.objects.get_or_create(key=key, defaults=fields | {"made_by": by})[0]


@action(Can.INFORM, says="QR-code gemaakt")
def add_code(campaign: Campaign, *, label: str, by: User) -> Code:
    """A code for one spot, so that we see what its paper brings; a spot has one code."""
    return Code.objects.get_or_create(campaign=campaign, label=label)[0]


@action(Can.SIGN_UP, says="code geopend", recorded=False)
def count_visit(code: Code, *, by: User) -> None:
    """Somebody read the paper. Counted without who, so the trail has nothing to keep."""
    Code.objects.filter(pk=code.pk).update(visits=F("visits") + 1)
