"""Hourly rate limits for public forms: per IP address, and for all visitors together.

The cache counts in one statement, so that nobody is refused because two requests arrived at the
same moment; allauth's limiter, which guards signing in, does refuse when it cannot get its lock.
"""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600


def within_limits(request: HttpRequest, action: str) -> bool:
    """Count this request and return whether it is within `PUBLIC_LIMITS[action]`."""
    address = get_adapter().get_client_ip(request)
    hour = int(time.time() // HOUR)
    for limit in settings.PUBLIC_LIMITS[action].split(","):
        most, _, whose = limit.split("/")
        who = address if whose == "ip" else "all"
        # A request refused for its address does not count towards the limit of all visitors.
        if cache.count(f"limit:{action}:{who}:{hour}", HOUR) > int(most):
            return False
    return True
