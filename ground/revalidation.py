"""Public answers that caches keep and revalidate: 304 while nothing changed."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from redis import RedisError

# Keep it, and ask each time whether it is still right: a meetup may have been called off.
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
# How long what was made for one visitor is kept for the next.
KEPT_SECONDS = 7 * 24 * 60 * 60


def etag_of(content: bytes) -> str:
    """Return the ETag of a content: the same for the same bytes, on every server."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def kept(etag: str, make: Callable[[], bytes]) -> bytes:
    """Return the content with this ETag: from the cache when somebody asked for it before, whatever
    else was in the address; without a cache it is made again."""
    key, cache = f"kept:{etag}", caches["broker"]
    try:
        content = cache.get(key)
        if content is None:
            content = make()
            cache.set(key, content, KEPT_SECONDS)
    except RedisError:
        return make()
    return content


def revalidated(
    request: HttpRequest, response: HttpResponse, *, changed_at: datetime | None = None
) -> HttpResponse:
    """Return the response with an ETag of its content, or 304 when the client has it already.

    `changed_at` becomes Last-Modified. Give it only when every change of the content is at or
    before it: it decides for clients that send no ETag.
    """
    response["ETag"] = etag_of(response.content)
    response["Cache-Control"] = ASK_EACH_TIME
    seconds = None
    if changed_at:
        seconds = int(changed_at.timestamp())
        response["Last-Modified"] = http_date(seconds)
    return get_conditional_response(
        request, etag=response["ETag"], last_modified=seconds, response=response
    )
