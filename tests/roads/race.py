"""Run functions concurrently, each on a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


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
