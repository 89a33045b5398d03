"""A file from the source system: looked at, put in, put back."""

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


def ring(run: ImportRun) -> None:
    """Tell a worker after the transaction; without a broker the clock finds the file as well."""
    transaction.on_commit(lambda: work_on_import.delay(run.pk), robust=True)


@create_action(Can.IMPORT, says="bestand ingelezen")
def read_file(*, kind: str, name: str, data: bytes | IO[bytes], by: User) -> ImportRun:
    """Take in the lines of a file and have a worker compare them. Nothing changes yet.

    Columns that we do not know, and those that we never keep, are counted and left outside. Raises
    Unreadable, and then nothing of the file is kept.
    """
    run = ImportRun(kind=kind, file_name=name[-120:], by=by)
    door = open_file(io.BytesIO(data) if isinstance(data, bytes) else data, kind)
    run.columns = door.columns
    run.save()
    run.lines_total = stage(run, door)
    run.dropped, run.notes = door.dropped, door.notes
    run.save(update_fields=["lines_total", "dropped", "notes"])
    ring(run)
    return run


@action(Can.IMPORT, says="bestand laten doorvoeren")
def apply(run: ImportRun, *, by: User) -> ImportRun:
    """Have a worker put the file in; one file at a time."""
    if run.status == Status.READY and run.lines_total and not run.lines.exists():
        raise Refused(SWEPT)
    _one_at_a_time(run, Status.APPLYING, by=by)
    return run


@action(Can.IMPORT, says="bestand weggegooid")
def discard(run: ImportRun, *, by: User) -> ImportRun:
    """Throw the file away. What a file that got stuck had put in already, stays."""
    run.move(Status.DISCARDED, by=by)
    run.lines.all().delete()
    return run


@action(Can.IMPORT, says="bestand teruggedraaid")
def undo(run: ImportRun, *, by: User) -> ImportRun:
    """Have a worker put all back as it was; only the last file, while nothing rests on it."""
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
    """Let a worker try a file again that got stuck, from where it was."""
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
        raise Refused(BUSY) from None
    ring(run)


@create_action(Can.IMPORT, says="kolommen gekoppeld")
def learn_columns(*, kind: str, source: str, columns: dict, by: User) -> ColumnMap:
    """Remember how a source names its columns; the next file of that source is read by itself."""
    lacking = LINE[kind].REQUIRED - set(columns.values())
    if lacking:
        raise Refused(f"Koppel ook: {', '.join(sorted(lacking))}.")
    learnt, _ = ColumnMap.objects.update_or_create(
        kind=kind, source=source, defaults={"columns": columns}
    )
    return learnt
