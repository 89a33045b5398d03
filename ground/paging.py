"""Lists page by key: the next page begins after the last row of this one, however long the list."""

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE = 50
# Digits of the largest key there can be, less one: what is longer is no key.
MOST_DIGITS = 18


def key_of(typed: str) -> int | None:
    """A key as it stands in an address or a form; None when it is not one."""
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_DIGITS else None


def asked_key(request: HttpRequest) -> int | None:
    """The key of `?na=`, after which the page begins."""
    return key_of(request.GET.get("na", ""))


def one_page(rows: QuerySet, size: int | None = None) -> tuple[list, int | None]:
    """The first rows, and the key to ask the next page with; None on the last page."""
    size = size or PAGE
    page = list(rows[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else None
