"""Several people at once, each on a connection of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def race(rivals: list[Callable[[], object]]) -> list[BaseException]:
    """Let all go at the same moment, each on a connection of its own. Returns what went wrong."""
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
