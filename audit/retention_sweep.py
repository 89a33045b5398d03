"""The night's work: what is over its term goes, part by part, and never much at once unseen."""

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
# More than this part of a table, in one night, waits for a person; a handful may always go.
MOST_PART, HANDFUL = 0.02, 20
# Not before this time of the night.
FROM = time(2)


def is_time() -> bool:
    return timezone.localtime().time() >= FROM


def sweep(today: date, *, by: User) -> list[RetentionSweep]:
    """Remove what is over, kind by kind; done once a night, and safe to run again after a crash."""
    nights = []
    for term in terms():
        try:
            night = sweep_one(term, today, by=by)
        except DatabaseError:
            # One kind that cannot go keeps no other kind from going; the clock tries it again.
            log.exception("sweep %s", term.code)
        else:
            nights += [night] if night else []
    return nights


def sweep_one(term: Term, today: date, *, by: User) -> RetentionSweep | None:
    """One kind of row; None when this night had it already."""
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
    """Whether so much is over that a mistake is likelier than a term."""
    return not term.at_once and due > max(HANDFUL, total * MOST_PART)


def remove(term: Term, today: date) -> int:
    """Remove all that is over, each part in a transaction of its own."""
    removed = 0
    while True:
        with transaction.atomic():
            ids = list(term.over(today).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if not ids:
                return removed
            term.go(term.model._default_manager.filter(pk__in=ids))
            removed += len(ids)
