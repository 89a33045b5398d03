"""Read many rows without holding them all in memory, also through a connection pooler.

A cursor on the server (`QuerySet.iterator`) needs one connection for all its statements. A pooler
in transaction mode gives each statement another one, and Django then fetches all rows at once.
"""

from collections.abc import Iterator

from django.db import models

PAGE = 2000


def streamed(rows: models.QuerySet) -> Iterator[models.Model]:
    """Yield the rows by primary key, in the direction in which they are ordered."""
    down = rows.query.order_by == ("-pk",)
    last = None
    while True:
        after = {} if last is None else {"pk__lt" if down else "pk__gt": last}
        page = list(rows.filter(**after).order_by("-pk" if down else "pk")[:PAGE])
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].pk
