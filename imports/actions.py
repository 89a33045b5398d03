"""Actions on an import: read a file, apply it, undo it, discard it."""

import io
from typing import IO

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from ground.refusals import Refused
from imports.apply_lines import require_nothing_built
from imports.columns import LINE
from imports.models import ColumnMap, ImportLine, ImportRun
from imports.staging import stage
from imports.tasks import work_on_import
from imports.uploads import open_file

Status = ImportRun.Status
BUSY = "Er wordt nu een ander bestand doorgevoerd. Wacht tot dat klaar is en probeer het opnieuw."
SWEPT = (
    "Dit bestand is meer dan een maand oud, en zijn regels zijn opgeruimd. Lees een nieuw bestand "
    "in."
)


class Busy(Refused):
    """Another file is being applied or undone; this one has to wait."""


def queue_work(run: ImportRun) -> None:
    """Queue the task after commit; without a broker the scheduler picks the import up later."""
    transaction.on_commit(lambda: work_on_import.delay(run.pk), robust=True)


@create_action(Can.IMPORT, says="bestand ingelezen")
def read_file(*, kind: str, name: str, data: bytes | IO[bytes], by: User) -> ImportRun:
    """Store the lines of a file and queue their comparison; homes and tenants do not change yet.

    Unknown and forbidden columns are counted and not stored. Raises Unreadable, and then nothing of
    the file is stored.
    """
    run = ImportRun(kind=kind, file_name=name[-120:], by=by)
    inspected = open_file(io.BytesIO(data) if isinstance(data, bytes) else data, kind)
    run.columns = inspected.columns
    run.save()
    run.lines_total = stage(run, inspected)
    run.dropped, run.notes = inspected.dropped, inspected.notes
    run.save(update_fields=["lines_total", "dropped", "notes"])
    queue_work(run)
    return run


@action(Can.IMPORT, says="bestand laten doorvoeren")
def apply(run: ImportRun, *, by: User) -> ImportRun:
    """Queue a compared file to be applied. Raises Refused while another file is in progress."""
    if run.status == Status.READY and run.lines_total and not run.lines.exists():
        raise Refused(SWEPT)
    _one_at_a_time(run, Status.APPLYING, by=by)
    return run


@action(Can.IMPORT, says="bestand weggegooid")
def discard(run: ImportRun, *, by: User) -> ImportRun:
    """Discard a file and its lines. Lines that a stuck file had already applied stay applied."""
    run.move(Status.DISCARDED, by=by)
    run.lines.all().delete()
    return run


@action(Can.IMPORT, says="bestand teruggedraaid")
def undo(run: ImportRun, *, by: User) -> ImportRun:
    """Queue the undoing of a file: only the last applied one, while nothing refers to its rows."""
    last = ImportRun.objects.filter(status=Status.APPLIED).order_by("-applied_at").first()
    if last != run:
        raise Refused("Alleen het bestand dat het laatst is doorgevoerd, kun je terugdraaien.")
    if (
        any(run.counts.get(outcome) for outcome in ImportLine.TO_APPLY)
        and not run.lines.exclude(done_at=None).exists()
    ):
        raise Refused(SWEPT)
    require_nothing_built(run)
    _one_at_a_time(run, Status.UNDOING, by=by)
    return run


@action(Can.IMPORT, says="bestand verder laten gaan")
def resume(run: ImportRun, *, by: User) -> ImportRun:
    """Retry a stuck file from where it stopped."""
    to = Status.READING if run.compared_at is None else Status.APPLYING
    if run.applied_at is not None:
        to = Status.UNDOING
    _one_at_a_time(run, to, by=by)
    return run


def _one_at_a_time(run: ImportRun, to: str, *, by: User) -> None:
    try:
        with transaction.atomic():
            run.move(to, by=by, attempts=0, lease_until=None, lines_done=0)
    except IntegrityError:
        raise Busy(BUSY) from None
    queue_work(run)


@create_action(Can.IMPORT, says="kolommen gekoppeld")
def learn_columns(*, kind: str, source: str, columns: dict, by: User) -> ColumnMap:
    """Save how a source names its columns, so that its next file is recognised."""
    lacking = LINE[kind].REQUIRED - set(columns.values())
    if lacking:
        raise Refused(f"Koppel ook: {', '.join(sorted(lacking))}.")
    learnt, _ = ColumnMap.objects.update_or_create(
        kind=kind, source=source, defaults={"columns": columns}
    )
    return learnt
