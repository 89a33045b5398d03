"""Child processes that are killed; none is left behind."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from launcher.children import ROOT, STOPPING, die_with_us


class Fallen(Exception):
    """A process exited that was not killed by us."""


class Processes:
    """Processes, each in its own session and with a log. Leaving the `with` block ends them all."""

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
        """Start `python -m module`. If this process is killed, Linux kills the child
        (PDEATHSIG)."""
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
        """Send `kill -9` to the process and all its children at once, as in a power cut."""
        process = self.running[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        del self.running[name]

    def require_alive(self) -> None:
        """Raise `Fallen` if a process exited that was not killed by us."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Fallen(f"{name} is uit zichzelf gestopt ({process.returncode})")

    def last_words(self) -> str:
        """Return the end of each log of a running process, for debugging."""
        ends = [
            (name, log.read_text(errors="replace").splitlines()[-8:])
            for name in self.running
            if (log := self.folder / f"{name}.log").exists()
        ]
        return "\n".join(f"{name:<10} | {line}" for name, lines in ends for line in lines)


@contextlib.contextmanager
def not_interrupted():
    """Ignore Ctrl-C, so that cleaning up runs once and completely."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
