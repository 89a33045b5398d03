"""Keyset pagination: the next page starts after the last primary key of this one."""

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE = 50
# One digit fewer than the largest bigint: anything longer is not a key.
MOST_DIGITS = 18


def key_of(typed: str) -> int | None:
    """Parse a primary key from a URL or a form; None when it is not one."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else None


def requested_key(request: HttpRequest) -> int | None:
    """Return the key in `?na=`, after which the page starts; None without one."""
    return key_of(request.GET.get("na", ""))


def one_page(rows: QuerySet, size: int | None = None) -> tuple[list, int | None]:
    """Return the first `size` rows and the key for the next page (None on the last page)."""
    size = size or PAGE
    page = list(rows[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else None
