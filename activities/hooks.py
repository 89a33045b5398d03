"""Hooks for higher rooms: who follows a guest."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.models import User
from ground.hooks import Hook

# A listener returns the ids of the users who follow each of these tenants, as far as this user may
# see it.
who_follows = Hook("activities.who_follows", "tenants, to")


def followers(tenants: Iterable[int | None], *, to: User) -> dict[int, set[int]]:
    """Return the users who follow tenants, by the id of the tenant, as far as `to` may see it."""
    wanted = {tenant for tenant in tenants if tenant}
    found: dict[int, set[int]] = defaultdict(set)
    for answer in who_follows.run(wanted, to) if wanted else []:
        for tenant, users in answer.items():
            found[tenant] |= users
    return found
