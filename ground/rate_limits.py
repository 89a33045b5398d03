"""How often the public may send something in an hour: from one address, and all together.

Counted by the server itself (`INCR`); nobody is turned away because two asked at the same moment,
as the library that guards signing in does when it cannot get its lock.
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
    """To where is counted: one pool for each process."""
    return ConnectionPool.from_url(url, **settings.CACHES["default"]["OPTIONS"])


def within_limits(request: HttpRequest, action: str) -> bool:
    """Whether this is not too much (`PUBLIC_LIMITS`). Without a server to count at nobody is turned
    away: somebody who wanted to come, or to tell something, and was lost is worse."""
    address = salted_hmac("limits", get_adapter().get_client_ip(request)).hexdigest()[:16]
    hour = int(time.time() // HOUR)
    counter = Redis(connection_pool=connections(settings.REDIS_URL))
    try:
        for limit in settings.PUBLIC_LIMITS[action].split(","):
            most, _, whose = limit.split("/")
            who = address if whose == "ip" else "all"
            key = f"{settings.INSTALLATION}:limit:{action}:{who}:{hour}"
            counted = counter.pipeline(transaction=False).incr(key).expire(key, HOUR).execute()[0]
            # What is refused here does not count for all.
            if counted > int(most):
                return False
    except RedisError:
        return True
    return True
