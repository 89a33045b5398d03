"""A worker takes up a file and brings it to the end; when it dies, another one goes on."""

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from audit.models import record
from ground.refusals import Refused
from imports import apply_lines, comparison
from imports.models import LEASE, MOST_ATTEMPTS, ImportRun

logger = logging.getLogger("aanloop.imports")
Status = ImportRun.Status


def claim(run_id: int) -> ImportRun | None:
    """Take a file up, if nobody is at it; one worker gets it."""
    until = timezone.now() + LEASE
    mine = ImportRun.objects.waiting().filter(pk=run_id)
    if ImportRun.objects.filter(status__in=ImportRun.CHANGING).exclude(pk=run_id).exists():
        # What is compared now would be compared with half of the other file.
        mine = mine.exclude(status=Status.READING)
    if not mine.update(lease_until=until, attempts=F("attempts") + 1):
        return None
    return ImportRun.objects.select_related("by").get(pk=run_id)


def work(run_id: int) -> bool:
    """Bring one file as far as it can go; whether there was anything to do."""
    run = claim(run_id)
    if run is None:
        return False
    if run.attempts > MOST_ATTEMPTS:
        give_up(run)
        return True
    try:
        with no_collecting():
            step(run)
    except Refused as reason:
        logger.warning("import %s: %s", run.pk, reason)
        give_up(run)
    finally:
        ImportRun.objects.filter(pk=run.pk).update(lease_until=None)
    work_off()  # what waited for this one
    return True


@contextmanager
def no_collecting() -> Iterator[None]:
    """Not look for garbage among hundreds of thousands of lines: an eighth of the time, and nothing
    is gained, because no line points back to another."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def give_up(run: ImportRun) -> None:
    run.move(Status.STUCK, by=User.objects.system(), lease_until=None)


def step(run: ImportRun) -> None:
    """Compare, put in, or put back: what the file waits for."""

    # What was put in stays done, so a worker that dies later has not tried in vain; a comparison
    # begins again.
    lasting = {"attempts": 0} if run.status in ImportRun.CHANGING else {}

    def progress(lines: int) -> None:
        ImportRun.objects.filter(pk=run.pk).update(
            lines_done=F("lines_done") + lines, lease_until=timezone.now() + LEASE, **lasting
        )

    if run.status == Status.READING:
        comparison.compare(run, progress)
        run.move(Status.READY, by=run.by)
    elif run.status == Status.APPLYING:
        if is_stale(run):
            comparison.compare(run, progress)
        apply_lines.apply(run, progress)
        with transaction.atomic():
            apply_lines.finish(run)
            run.move(Status.APPLIED, by=run.by, applied_at=timezone.now())
            record("imports.put_in", run, by=run.by, **run.counts)
    elif run.status == Status.UNDOING:
        apply_lines.undo(run, progress)
        run.move(Status.UNDONE, by=run.by)


def is_stale(run: ImportRun) -> bool:
    """Whether another file was put in since this one was compared, and nothing of this one yet."""
    begun = run.lines.exclude(done_at=None).exists()
    after = ImportRun.objects.filter(applied_at__gt=run.compared_at).exclude(pk=run.pk)
    return not begun and after.exists()


def work_off(most: int = 10) -> int:
    """Take up what waits, the oldest first: what a worker that died left, or nobody was told of."""
    done = 0
    for pk in list(ImportRun.objects.waiting().order_by("pk").values_list("pk", flat=True)[:most]):
        try:
            done += work(pk)
        except DatabaseError:
            logger.exception("import %s", pk)
    return done
