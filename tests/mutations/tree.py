"""Copies of the tree that are thrown away, and the tests that run in them."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests import database
from tests.chaos.broker import with_number

CHECKOUT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".run", "__pycache__", ".*_cache")
# What pytest ends with when tests ran and one failed.
TESTS_FAILED = 1
# Seconds that one run of the tests may take.
LONGEST = 1800
FIRST_FAILURE = re.compile(r"^(?:FAILED|ERROR) (tests/\S+)", re.MULTILINE)


class Run(NamedTuple):
    """How the tests ended: pytest's own number, the first that failed, and what was printed."""

    code: int
    failed: str
    output: str


class Copy:
    """A copy of the checkout, with what is not committed yet; `number` is its database of the
    broker. Its runs share one migrated template."""

    def __init__(self, folder: Path, number: int) -> None:
        self.path = Path(shutil.copytree(CHECKOUT, folder / str(number), ignore=NOT_COPIED))
        self.number = number
        self.template = f"test_{secrets.token_hex(4)}"

    def run_tests(self, *arguments: str, migrate: bool = False) -> Run:
        """Run pytest here; with `migrate` on a template of that run alone."""
        environment = {
            "REDIS_URL": with_number(os.environ["REDIS_URL"], self.number),
            "CELERY_QUEUE": f"{os.environ.get('CELERY_QUEUE', 'mutations')}_{self.number}",
        }
        if not migrate:
            environment[database.SHARED] = self.template
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", *arguments]
        return run(command, self.path, **environment)

    def run_all(self) -> Run:
        """`make test` here, until the first failure."""
        command = ["make", "--no-print-directory", "test", "ARGS=-x -q"]
        return run(command, self.path, longest=3600)


def run(command: list[str], folder: Path, *, longest: int = LONGEST, **environment: str) -> Run:
    try:
        done = subprocess.run(
            command, cwd=folder, env=os.environ | environment, timeout=longest, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Run(-1, "", f"not ready after {longest} seconds")
    first = FIRST_FAILURE.search(done.stdout)
    return Run(done.returncode, first[1] if first else "", done.stdout)
