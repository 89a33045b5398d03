"""Run functions concurrently, each on a database connection of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, connections, transaction
from django.db.models import QuerySet


def race(rivals: list[Callable[[], object]]) -> list[BaseException]:
    """Start all functions at the same moment in threads of their own. Returns the exceptions
    raised."""
    barrier = threading.Barrier(len(rivals))

    def run(rival: Callable[[], object]) -> None:
        try:
            barrier.wait()
            rival()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rivals)) as pool:
        runs = [pool.submit(run, rival) for rival in rivals]
    return [failure for one in runs if (failure := one.exception())]


def during(first: Callable[[], object], second: Callable[[], object]) -> tuple[bool, object]:
    """Begin the second on a connection of its own before the transaction of the first commits.

    Returns whether the second waited for the first, and what went wrong with the second or None.
    """

    def run() -> None:
        try:
            second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            begun = pool.submit(run)
            while not (waited := somebody_waits()) and not begun.done():
                time.sleep(0.01)
        return waited, begun.exception()


def somebody_waits() -> bool:
    """Whether a connection waits for a lock that this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]


def no_row_is_locked(monkeypatch) -> None:
    """The defence taken away: `select_for_update` reads and locks nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows.all())
