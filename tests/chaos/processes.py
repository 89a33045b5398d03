"""Processes that are killed, and of which none stays behind."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from launcher.children import ROOT, STOPPING, die_with_us


class Fallen(Exception):
    """A process ended that nobody killed."""


class Processes:
    """Each in a session of its own, with a log. Leaving the `with` ends them all."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder = folder
        self.env = env
        self.running: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_) -> None:
        with not_interrupted():
            for name in reversed(list(self.running)):
                self.kill(name)

    def start(self, name: str, module: str, *arguments: object, **env: str) -> None:
        """Start `python -m module`. If we are killed ourselves, Linux ends it."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                [*die_with_us(), sys.executable, "-m", module, *map(str, arguments)],
                cwd=ROOT,
                env=self.env | env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """`kill -9`, for the process and all its children at once, as a power cut would."""
        process = self.running[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        del self.running[name]

    def require_alive(self) -> None:
        """What we did not kill must still be there."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Fallen(f"{name} is uit zichzelf gestopt ({process.returncode})")

    def last_words(self) -> str:
        """The end of each log of what runs, for whoever must find out what went wrong."""
        ends = [
            (name, log.read_text(errors="replace").splitlines()[-8:])
            for name in self.running
            if (log := self.folder / f"{name}.log").exists()
        ]
        return "\n".join(f"{name:<10} | {line}" for name, lines in ends for line in lines)


@contextlib.contextmanager
def not_interrupted():
    """Tidying up is done once and wholly, also when somebody presses Ctrl-C again."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
