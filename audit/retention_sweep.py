"""The nightly retention sweep: remove due rows in batches; large sweeps wait for approval."""

import logging
from datetime import date, time

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from audit.models import RetentionSweep, record
from audit.retention import Term, terms

log = logging.getLogger("aanloop.terms")
# Rows in one transaction.
AT_ONCE = 200
# A sweep of more than this fraction of a table waits for approval; HANDFUL rows never do.
MOST_PART, HANDFUL = 0.02, 20
# The sweep starts at this local time or later.
FROM = time(2)


def is_time() -> bool:
    """Return whether the sweep may run at this time of the day."""
    return timezone.localtime().time() >= FROM


def sweep(today: date, *, by: User) -> list[RetentionSweep]:
    """Remove all due rows, term by term, once a night; safe to run again after a crash.

    Returns the new RetentionSweep rows.
    """
    nights = []
    for term in terms():
        try:
            night = sweep_one(term, today, by=by)
        except DatabaseError:
            # A failing term does not block the others; the next run tries it again.
            log.exception("sweep %s", term.code)
        else:
            nights += [night] if night else []
    return nights


def sweep_one(term: Term, today: date, *, by: User) -> RetentionSweep | None:
    """Sweep the rows of one term; None when it was swept today already."""
    if RetentionSweep.objects.filter(day=today, code=term.code).exists():
        return None
    now, due, total = timezone.now(), term.over(today).count(), term.model._default_manager.count()
    approved = RetentionSweep.objects.filter(code=term.code, ended_at=None).exclude(
        approved_at=None
    )
    numbers = {"due": due, "total": total}
    if is_much(term, due, total) and not approved.exists():
        numbers["stopped_at"] = now
    else:
        numbers |= {"removed": remove(term, today), "ended_at": now}
        approved.update(ended_at=now)
    night, new = RetentionSweep.objects.get_or_create(day=today, code=term.code, defaults=numbers)
    if new and night.removed:
        record("audit.sweep", night, by=by, removed=night.removed)
    return night if new else None


def is_much(term: Term, due: int, total: int) -> bool:
    """Return whether so many rows are due that a mistake is likelier than expired terms."""
    return not term.at_once and due > max(HANDFUL, total * MOST_PART)


def remove(term: Term, today: date) -> int:
    """Remove all due rows in batches of AT_ONCE, each in its own transaction; return how many."""
    removed = 0
    while True:
        with transaction.atomic():
            ids = list(term.over(today).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if not ids:
                return removed
            term.execute(term.model._default_manager.filter(pk__in=ids))
            removed += len(ids)
