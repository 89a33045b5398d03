"""Hourly rate limits for public forms: per network, and for all visitors together.

The cache counts in one statement, so that nobody is refused because two requests arrived at the
same moment; allauth's limiter, which guards signing in, does refuse when it cannot get its lock.
"""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ground.networks import SITE, network_of

HOUR = 3600
# How many households a site may count for: an office, or the telephones of a provider.
HOUSEHOLDS_IN_A_SITE = 10


def within_limits(request: HttpRequest, action: str) -> bool:
    """Count this request and return whether it is within `PUBLIC_LIMITS[action]`.

    The limit per IP address is that of an IPv4 address or an IPv6 network; of the networks of one
    site it is ten times as high. A request that is refused here does not count towards the limit of
    all visitors.
    """
    address = get_adapter().get_client_ip(request)
    hour, most = int(time.time() // HOUR), {}
    for limit in settings.PUBLIC_LIMITS[action].split(","):
        number, _, whose = limit.split("/")
        if whose != "ip":
            most["all"] = int(number)
            continue
        most[network_of(address)] = int(number)
        if ":" in (site := network_of(address, SITE)):
            most[f"{site}/{SITE}"] = int(number) * HOUSEHOLDS_IN_A_SITE
    counts = {f"limit:{action}:{whose}:{hour}": number for whose, number in most.items()}
    return cache.count(counts, HOUR) is None
