"""Hourly rate limits for public forms: per network, and for all visitors together.

The cache counts in one statement, so that nobody is refused because two requests arrived at the
same moment; allauth's limiter, which guards signing in, does refuse when it cannot get its lock.
"""

import time
from enum import Enum, auto

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ground.networks import SITE, network_of

HOUR = 3600
# How many households a site may count for: an office, or the telephones of a provider.
HOUSEHOLDS_IN_A_SITE = 10
# The name under which all visitors together are counted.
ALL = "all"


class Limit(Enum):
    """What a request meets: no limit, that of its network, or that of all visitors together."""

    NONE = auto()
    OF_NETWORK = auto()
    OF_ALL = auto()


def limit_met(request: HttpRequest, action: str) -> Limit:
    """Count this request, and return which limit of `PUBLIC_LIMITS[action]` it goes past.

    The limit per IP address is that of an IPv4 address or an IPv6 network; of the networks of one
    site it is ten times as high. A request past the limit of its network does not count towards
    that of all visitors, whose limit one attacker with many networks can use up.
    """
    address = get_adapter().get_client_ip(request)
    most = {}
    for number in numbers(action, "ip"):
        most[network_of(address)] = number
        if ":" in (site := network_of(address, SITE)):
            most[f"{site}/{SITE}"] = number * HOUSEHOLDS_IN_A_SITE
    over = first_over(action, most | of_all(action))
    if over is None:
        return Limit.NONE
    return Limit.OF_ALL if over == ALL else Limit.OF_NETWORK


def within_limits(request: HttpRequest, action: str) -> bool:
    """Count this request and return whether it is within both limits."""
    return limit_met(request, action) is Limit.NONE


def within_limit_of_all(action: str) -> bool:
    """Count once more for all visitors together, and return whether that is within their limit."""
    return first_over(action, of_all(action)) is None


def of_all(action: str) -> dict[str, int]:
    """Return the limit of all visitors together, under its name; empty without one."""
    return {ALL: min(found)} if (found := numbers(action, "key")) else {}


def numbers(action: str, whose: str) -> list[int]:
    """Return the numbers of `PUBLIC_LIMITS[action]` per network ("ip"), or of all ("key")."""
    limits = (limit.split("/") for limit in settings.PUBLIC_LIMITS[action].split(","))
    return [int(number) for number, _hour, kind in limits if kind == whose]


def first_over(action: str, most: dict[str, int]) -> str | None:
    """Count once more this hour under each name, and return the first that goes over its number."""
    hour = int(time.time() // HOUR)
    names = {f"limit:{action}:{name}:{hour}": name for name in most}
    over = cache.count({key: most[name] for key, name in names.items()}, HOUR) if names else None
    return names[over] if over else None
