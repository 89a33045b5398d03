"""How often the public may send something in an hour: from one address, and all together.

Counted by the cache itself (`INCR`), which never turns somebody away because two asked at the same
moment; the library that guards signing in does so when it cannot get its lock.
"""

import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis import RedisError

HOUR = 3600


def within_limits(request: HttpRequest, action: str) -> bool:
    """Whether this is not too much (`PUBLIC_LIMITS`). Without a cache to count in nobody is turned
    away: somebody who wanted to come, or to tell something, and was lost is worse."""
    address = salted_hmac("limits", get_adapter().get_client_ip(request)).hexdigest()[:16]
    hour = int(time.time() // HOUR)
    allowed = True
    try:
        for limit in settings.PUBLIC_LIMITS[action].split(","):
            most, _, whose = limit.split("/")
            who = address if whose == "ip" else "all"
            key = f"limit:{action}:{who}:{hour}"
            cache.add(key, 0, HOUR)
            allowed &= cache.incr(key) <= int(most)
    except (RedisError, ValueError):
        return True
    return allowed
