"""Hourly rate limits for public forms: per IP address, and for all visitors together.

Valkey counts atomically (`INCR`), so that nobody is refused because two requests arrived at the
same moment; allauth's limiter, which guards signing in, does refuse when it cannot get its lock.
"""

import time
from functools import cache

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis import ConnectionPool, Redis, RedisError

HOUR = 3600


@cache
def connections(url: str) -> ConnectionPool:
    """Return the connection pool of the counting server: one for each process."""
    return ConnectionPool.from_url(url, **settings.CACHES["default"]["OPTIONS"])


def within_limits(request: HttpRequest, action: str) -> bool:
    """Count this request and return whether it is within `PUBLIC_LIMITS[action]`.

    Without a server to count on, every request is allowed: losing somebody who wants to sign up or
    report something is worse than letting too many through.
    """
    address = salted_hmac("limits", get_adapter().get_client_ip(request)).hexdigest()[:16]
    hour = int(time.time() // HOUR)
    counter = Redis(connection_pool=connections(settings.REDIS_URL))
    try:
        for limit in settings.PUBLIC_LIMITS[action].split(","):
            most, _, whose = limit.split("/")
            who = address if whose == "ip" else "all"
            key = f"{settings.INSTALLATION}:limit:{action}:{who}:{hour}"
            counted = counter.pipeline(transaction=False).incr(key).expire(key, HOUR).execute()[0]
            # A request refused for its address does not count towards the limit of all visitors.
            if counted > int(most):
                return False
    except RedisError:
        return True
    return True
