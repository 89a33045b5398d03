"""Keyset pagination: the next page starts after the last primary key of this one."""

from django.db.models import Q, QuerySet
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


def rows_after(
    rows: QuerySet, key: int | None, *order: str, among: QuerySet | None = None
) -> QuerySet:
    """Return the rows in this order, those after the row with the key; all without such a row.

    The key is looked up `among` the rows that this person may list (`rows` unless given), so that
    the place in the order of any other row cannot be learned. The last field of the order is
    unique.
    """
    rows = rows.order_by(*order)
    names = [name.removeprefix("-") for name in order]
    known = among if among is not None else rows
    last = known.filter(pk=key).values_list(*names).first() if key else None
    if last is None:
        return rows
    further, same = Q(), {}
    for name, field, value in zip(order, names, last, strict=True):
        way = "lt" if name.startswith("-") else "gt"
        further |= Q(**same, **{f"{field}__{way}": value})
        same[field] = value
    return rows.filter(further)


def one_page(rows: QuerySet, size: int | None = None) -> tuple[list, int | None]:
    """Return the first `size` rows and the key for the next page (None on the last page)."""
    size = size or PAGE
    page = list(rows[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else None
