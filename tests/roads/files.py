"""A file from the source system, by the steps that a worker does."""

from accounts.models import User
from imports import actions
from imports.models import ImportRun
from imports.worker import work


def a_file(data: bytes | str, kind: str = "homes", *, by: User, name: str = "") -> ImportRun:
    """Read and compared; nothing is put in."""
    data = data.encode() if isinstance(data, str) else data
    run = actions.read_file(kind=kind, name=name or f"{kind}.csv", data=data, by=by)
    return worked(run)


def put_in(run: ImportRun) -> ImportRun:
    """Put in by the person who read it."""
    return worked(actions.apply(run, by=run.by))


def undone(run: ImportRun) -> ImportRun:
    return worked(actions.undo(run, by=run.by))


def worked(run: ImportRun) -> ImportRun:
    """The file after a worker was at it."""
    work(run.pk)
    run.refresh_from_db()
    return run
