"""Workers claim an import under a lease and process it; if one dies, another continues."""

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
    """Claim an import for this worker until its lease ends; None when it is not available.

    A conditional UPDATE makes sure that only one worker gets it.
    """
    until = timezone.now() + LEASE
    mine = ImportRun.objects.waiting().filter(pk=run_id)
    if ImportRun.objects.filter(status__in=ImportRun.CHANGING).exclude(pk=run_id).exists():
        # Do not compare while another file is being applied: it would see a half-applied state.
        mine = mine.exclude(status=Status.READING)
    if not mine.update(lease_until=until, attempts=F("attempts") + 1):
        return None
    return ImportRun.objects.select_related("by").get(pk=run_id)


def work(run_id: int) -> bool:
    """Process one import as far as possible; return whether there was anything to do."""
    run = claim(run_id)
    if run is None:
        return False
    if run.attempts > MOST_ATTEMPTS:
        give_up(run)
        return True
    try:
        with gc_disabled():
            step(run)
    except Refused as reason:
        logger.warning("import %s: %s", run.pk, reason)
        give_up(run)
    finally:
        ImportRun.objects.filter(pk=run.pk).update(lease_until=None)
    work_on_waiting()  # imports that waited for this one
    return True


@contextmanager
def gc_disabled() -> Iterator[None]:
    """Disable garbage collection while processing hundreds of thousands of lines.

    It takes an eighth of the time and frees nothing, because lines form no reference cycles.
    """
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
    """Run the step that the status asks for: compare, apply or undo."""

    # Applied parts stay applied, so progress resets the count of attempts; a comparison starts over
    # and does not.
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
    """Return whether another file was applied after this one was compared, and none of this one."""
    begun = run.lines.exclude(done_at=None).exists()
    after = ImportRun.objects.filter(applied_at__gt=run.compared_at).exclude(pk=run.pk)
    return not begun and after.exists()


def work_on_waiting(most: int = 10) -> int:
    """Process up to `most` waiting imports, oldest first; return how many had work.

    These are imports whose worker died, or whose task was never queued.
    """
    done = 0
    for pk in list(ImportRun.objects.waiting().order_by("pk").values_list("pk", flat=True)[:most]):
        try:
            done += work(pk)
        except DatabaseError:
            logger.exception("import %s", pk)
    return done
