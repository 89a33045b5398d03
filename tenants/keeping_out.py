"""Who must act when somebody asks for rest or is shielded: rooms above sign up here."""

from collections.abc import Callable

from accounts.models import User
from tenants.models import Tenant

Act = Callable[[Tenant, User], None]
_restrictions: list[Act] = []
_shields: list[Act] = []


def on_restriction(act: Act) -> Act:
    """Register `act(tenant, by)`; it runs in the transaction of the restriction."""
    _restrictions.append(act)
    return act


def on_shield(act: Act) -> Act:
    """Register `act(tenant, by)`; it runs in the transaction of the shielding."""
    _shields.append(act)
    return act


def say_restricted(tenant: Tenant, by: User) -> None:
    for act in _restrictions:
        act(tenant, by)


def say_shielded(tenant: Tenant, by: User) -> None:
    for act in _shields:
        act(tenant, by)
