"""Hooks for higher rooms: who follows a guest."""

from collections import defaultdict
from collections.abc import Iterable

from ground.hooks import Hook

# A listener returns the ids of the users who follow each of these tenants.
who_follows = Hook("activities.who_follows", "tenants")


def followers(tenants: Iterable[int | None]) -> dict[int, set[int]]:
    """Return the users who follow tenants, by the id of the tenant."""
    wanted = {tenant for tenant in tenants if tenant}
    found: dict[int, set[int]] = defaultdict(set)
    for answer in who_follows.run(wanted) if wanted else []:
        for tenant, users in answer.items():
            found[tenant] |= users
    return found
