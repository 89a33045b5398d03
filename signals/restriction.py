"""When a restriction is lifted, the steps that rested meanwhile are planned again."""

from django.utils import timezone

from accounts.models import User
from signals.models import FollowUp
from signals.next_step import plan
from tenants.hooks import on_restriction_lifted
from tenants.models import Tenant

Kind = FollowUp.Kind
# What was sent to a partner was withdrawn when the restriction began.
BY_PARTNER = (*FollowUp.WITH_PARTNER, Kind.PARTNER_ASKS)


@on_restriction_lifted
def plan_again(tenant: Tenant, by: User) -> None:
    """Give each step that rested a day that is not past; its owner hears of it in the next digest.

    A step that waited for a partner becomes a call.
    """
    today = timezone.localdate()
    steps = FollowUp.objects.open().filter(signal__tenant=tenant)
    for step in steps.select_related("signal", "owner").order_by("pk"):
        if step.stands_anyway:
            continue
        kind = Kind.CALL if step.kind in BY_PARTNER else step.kind
        ahead = max(step.due_on, today) if kind == step.kind else None
        plan(step.signal, kind, by=by, due_on=ahead, owner=step.owner)
