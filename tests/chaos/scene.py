"""One part: its own copy of the database, a mail server, and workers that are killed."""

import os
import random
import re
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests.chaos.broker import Flushing
from tests.chaos.figures import Figures
from tests.chaos.ground import Ground
from tests.chaos.processes import Fallen, Processes
from tests.chaos.sink import Ledger
from tests.journeys.stack import free_port

WORKERS = 2


class TooLong(Exception):
    """The part did not finish in time."""


@dataclass
class Trouble:
    """How many kills and flushes, and the random seed."""

    kills: int
    flush_every: float
    seed: int


class Scene:
    """The common part of a run; a subclass defines how workers start, progress, and `at_rest`.

    Leaving the `with` block ends all processes, and the flushing.
    """

    def __init__(self, ground: Ground, part: str, trouble: Trouble, folder: Path, **env: str):
        self.part, self.trouble, self.expected = part, trouble, ground.expected
        self.figures = Figures(part)
        self.random = random.Random(f"{trouble.seed} {part}")
        self.folder = folder / part
        self.folder.mkdir()
        self.ledger = Ledger(self.folder / "ledger")
        self.smtp_port = free_port()
        where = ground.use_copy(re.sub(r"\W", "_", part)) | {
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "SMTP_PORT": str(self.smtp_port),
        }
        self.processes = Processes(self.folder, os.environ | where | env)
        self._named = 0

    def __enter__(self) -> "Scene":
        self.began = time.monotonic()
        self.ends = self.began + patience(len(self.expected), self.trouble.kills)
        self._stack = ExitStack()
        self._stack.enter_context(self.processes)
        return self

    def __exit__(self, kind, *_) -> None:
        if kind is not None and issubclass(kind, (TooLong, Fallen)):
            print(self.processes.last_words(), flush=True)
        self._stack.close()
        self.figures.seconds = round(time.monotonic() - self.began)

    def start_worker(self, name: str) -> None:
        raise NotImplementedError

    def progress(self) -> float:
        """Return the progress of the work, from 0 to 1."""
        raise NotImplementedError

    def at_rest(self) -> bool:
        """Return whether nothing more will happen without intervention."""
        raise NotImplementedError

    def at_work(self) -> set[str]:
        """Return the workers that are connected to the database."""
        names = {name for (name,) in rows("SELECT application_name FROM pg_stat_activity")}
        return names & self.processes.running.keys()

    def busy(self) -> set[str]:
        """Return the workers that are in the middle of work."""
        return self.at_work()

    def kill(self, worker: str) -> None:
        """Kill a worker. A subclass may inspect the state just before and just after."""
        self.processes.kill(worker)

    def start_sink(self, *options: str) -> None:
        """Start the mail server, which is never killed."""
        seed = f"{self.trouble.seed} {self.part}"
        self.ledger.path.touch()
        sink = [self.smtp_port, self.ledger.path, seed, *options]
        self.processes.start("sink", "tests.chaos.sink", *sink)
        self.until("de mailserver", self.sink_answers)

    def sink_answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.smtp_port), 1):
            return True
        return False

    def flush_broker(self) -> None:
        """Flush the broker repeatedly until this scene ends."""
        self._stack.enter_context(Flushing(self.trouble.flush_every, self.figures))

    def kill_workers(self) -> None:
        """Start the workers and kill them one by one, throughout the work.

        The moments are random and spread over the progress, so that the run is as hard on a fast
        machine as on a slow one. Every other kill targets a busy worker, the rest any worker. A
        killed worker is replaced at once.
        """
        for _ in range(WORKERS):
            self.start_worker(self.new_name())
        # Messages that wait for a person do not arrive without one: leave room for them.
        within = 1 - 3 * self.trouble.kills / len(self.expected)
        for n in range(self.trouble.kills):
            moment = within * (n + self.random.random()) / self.trouble.kills
            self.until_or_rest("voortgang", lambda at=moment: self.progress() >= at)
            time.sleep(self.random.uniform(0, 0.1))
            candidates = self.until_or_rest("een werker", self.busy if n % 2 else self.at_work)
            if self.at_rest():
                return  # too soon: the verdict says so
            victim = self.random.choice(sorted(candidates))
            self.kill(victim)
            self.figures.kills += 1
            self.start_worker(self.new_name())

    def new_name(self) -> str:
        self._named += 1
        return f"werker-{self._named}"

    def until(self, what: str, ready: Callable, *, look_every: float = 0.1):
        """Poll until the answer is true, at random intervals, so that kills do not follow a
        rhythm."""
        while not (answer := ready()):
            self.processes.require_alive()
            if time.monotonic() > self.ends:
                raise TooLong(f"duurde te lang: wachten op {what}")
            time.sleep(self.random.uniform(0, 2 * look_every))
        return answer

    def until_or_rest(self, what: str, ready: Callable):
        return self.until(what, lambda: ready() or self.at_rest(), look_every=0.01)


def patience(messages: int, kills: int) -> float:
    """Return the seconds that a part may take; it needs less than half."""
    return 60 + 4 * kills + messages / 50


def rows(statement: str, *values) -> list[tuple]:
    """Query the database directly, not through the application."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
