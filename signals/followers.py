"""Who follows a tenant: the owners of their open signals and of the open steps."""

from collections import defaultdict

from accounts.models import User
from activities.hooks import who_follows
from signals.models import FollowUp, Signal


@who_follows
def owners_of(tenants: set[int], to: User) -> dict[int, set[int]]:
    """Return the owners of the open signals of these tenants that this user may see, by the id of
    the tenant."""
    found: dict[int, set[int]] = defaultdict(set)
    signals = Signal.objects.visible_to(to).open().filter(tenant__in=tenants)
    signals = signals.values_list("tenant", "owner")
    steps = FollowUp.objects.visible_to(to).open().filter(signal__tenant__in=tenants)
    for tenant, owner in [*signals, *steps.values_list("signal__tenant", "owner")]:
        found[tenant].add(owner)
    return found
