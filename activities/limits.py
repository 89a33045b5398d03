"""How often the public may send something: one address, and all together."""

from copy import copy

from allauth.core import ratelimit
from django.http import HttpRequest
from redis import RedisError


def within_limits(request: HttpRequest, action: str) -> bool:
    """Whether this is not too much (`ACCOUNT_RATE_LIMITS`). Without a cache to count in nobody is
    turned away: somebody who wanted to come and was lost is worse."""
    # The library counts forms only; a code is also tried by asking for its page.
    counted = copy(request)
    counted.method = "POST"
    try:
        return ratelimit.consume(counted, action=action, key="all")
    except RedisError:
        return True
