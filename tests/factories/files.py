"""Import files, processed by the same steps as in the worker."""

from accounts.models import User
from imports import actions
from imports.models import ImportRun
from imports.worker import work


def a_file(data: bytes | str, kind: str = "homes", *, by: User, name: str = "") -> ImportRun:
    """A file that was read and compared; nothing is applied."""
    data = data.encode() if isinstance(data, str) else data
    run = actions.read_file(kind=kind, name=name or f"{kind}.csv", data=data, by=by)
    return worked(run)


def put_in(run: ImportRun) -> ImportRun:
    """Apply the file as the user who uploaded it."""
    return worked(actions.apply(run, by=run.by))


def undone(run: ImportRun) -> ImportRun:
    return worked(actions.undo(run, by=run.by))


def worked(run: ImportRun) -> ImportRun:
    """Return the run after the worker has processed it."""
    work(run.pk)
    run.refresh_from_db()
    return run
