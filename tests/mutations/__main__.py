"""`make mutations`: break one defence at a time, and say which of them no test catches.

Every mutation is made in a copy of the tree; the tests that it names must fail there, after they
passed without it. Ends with 1 when one survives, or when its text is no longer found exactly once.
"""

import argparse
import os
import queue
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import database
from tests.mutations.guards import GUARDS
from tests.mutations.locks import LOCKS
from tests.mutations.mutation import Mutation
from tests.mutations.promises import PROMISES
from tests.mutations.tree import CHECKOUT, TESTS_FAILED, Copy, Run

ALL = [*LOCKS, *GUARDS, *PROMISES]
SAMPLE = 5


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    options = read_options()
    chosen = [one for one in ALL if options.only in (None, one.name)]
    if not chosen:
        sys.exit(f"mutations | no mutation is called {options.only}")
    if options.all_tests is not None:
        chosen = random.Random(options.all_tests).sample(ALL, SAMPLE)
    if options.list:
        for one in chosen:
            print(f"{one.name:<24} {one.file:<40} {one.harm}")
        return 0
    stale = [one for one in chosen if not one.applies_to(CHECKOUT)]
    for one in stale:
        print(f"{one.name:<24} its text is not found exactly once in {one.file}", flush=True)
    if stale:
        return 1
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="aanloop-mutations-") as folder:
        whole = options.all_tests is not None
        survived = try_all(
            chosen, Path(folder), workers=1 if whole else options.workers, whole=whole
        )
    caught = len(chosen) - len(survived)
    print(f"\n{caught} of {len(chosen)} caught in {time.monotonic() - begin:.0f} s")
    for name in survived:
        print(f"survived: {name}")
    return 1 if survived else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("--only", metavar="NAME", help="only this one")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    parser.add_argument("--workers", type=int, default=2, help="how many at once (2)")
    parser.add_argument(
        "--all-tests", type=int, metavar="SEED", help=f"all tests for each of {SAMPLE} by this seed"
    )
    return parser.parse_args()


def try_all(chosen: list[Mutation], folder: Path, *, workers: int, whole: bool) -> list[str]:
    """The names of those that no test noticed. Each worker has a copy of the tree."""
    copies = [Copy(folder, number) for number in range(1, workers + 1)]
    free: queue.Queue[Copy] = queue.Queue()
    for copy in copies:
        free.put(copy)

    def attempt(mutation: Mutation) -> bool:
        copy = free.get()
        try:
            return is_caught(mutation, copy, whole=whole)
        finally:
            mutation.take_back_from(copy.path, CHECKOUT)
            free.put(copy)

    try:
        require_passing(chosen, copies, whole=whole)
        with ThreadPoolExecutor(workers) as pool:
            caught = list(pool.map(attempt, chosen))
    finally:
        for copy in copies:
            database.drop(copy.template)
    return [one.name for one, noticed in zip(chosen, caught, strict=True) if not noticed]


def require_passing(chosen: list[Mutation], copies: list[Copy], *, whole: bool) -> None:
    """Stop when the tests do not pass without any mutation: then they would prove nothing.

    The files are divided over the copies, so that each makes its template with no mutation in it.
    """
    begin = time.monotonic()
    files = sorted({file for one in chosen for file in one.tests})

    def run(number: int) -> Run:
        return copies[number].run_tests(*(files[number :: len(copies)] or files[:1]))

    with ThreadPoolExecutor(len(copies)) as pool:
        runs = [copies[0].run_all()] if whole else list(pool.map(run, range(len(copies))))
    for done in runs:
        if done.code:
            print(done.output)
            sys.exit("mutations | the tests fail without a mutation")
    print(f"without a mutation all pass ({time.monotonic() - begin:.0f} s)", flush=True)


def is_caught(mutation: Mutation, copy: Copy, *, whole: bool) -> bool:
    begin = time.monotonic()
    mutation.apply_to(copy.path)
    if whole:
        done = copy.run_all()
        noticed = done.code != 0 and bool(done.failed)
    else:
        done = copy.run_tests("-x", *mutation.tests, migrate=mutation.migrates)
        noticed = done.code == TESTS_FAILED
    by = done.failed if noticed else "SURVIVED" if done.code == 0 else f"ended with {done.code}"
    print(f"{mutation.name:<24} {by}  {time.monotonic() - begin:.0f} s", flush=True)
    if not noticed and done.code != 0:
        print(done.output[-2000:], flush=True)
    return noticed


if __name__ == "__main__":
    sys.exit(main())
