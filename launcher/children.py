"""Child processes: started in order, stopped in reverse, never left behind."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Children:
    """Our processes, eldest first. Leaving the `with` stops them, youngest first."""

    def __init__(self):
        self.running: dict[str, subprocess.Popen] = {}

    def __enter__(self):
        for number in STOPPING:
            signal.signal(number, signal.default_int_handler)
        return self

    def __exit__(self, *_):
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        for name, child in reversed(self.running.items()):
            child.send_signal(signal.SIGINT)  # not to its own children: gunicorn may hang on that
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                say(name, "stopt niet uit zichzelf")
                os.killpg(child.pid, signal.SIGKILL)

    def start(self, name, command, *, ready=None, log=None) -> subprocess.Popen:
        """Start a child in a session of its own, and wait until `ready(child)` says so."""
        with log.open("wb") if log else contextlib.nullcontext() as out:
            child = self.running[name] = subprocess.Popen(
                [*die_with_us(), *command],
                cwd=ROOT,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C reaches only us, so that we keep the order
            )
        deadline = time.monotonic() + 60
        while ready and not ready(child):
            if child.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{log.read_text() if log else ''}{name:<9} | wil niet starten")
            time.sleep(0.05)
        return child

    def finish(self, name, command) -> int:
        """Run a child to its end; Ctrl-C reaches it and all its children, as from a terminal."""
        child = self.start(name, command)
        try:
            return child.wait()
        except KeyboardInterrupt:
            os.killpg(child.pid, signal.SIGINT)
            child.wait()
            raise
        finally:
            if child.poll() is not None:
                del self.running[name]

    def watch(self) -> int:
        """Return when one of the children has ended: the others are of no use without it."""
        while True:
            for name, child in self.running.items():
                if child.poll() is not None:
                    say(name, f"is gestopt (code {child.returncode}); de rest stopt ook")
                    return 1
            time.sleep(0.2)


def die_with_us() -> list[str]:
    """Linux ends the child when we are killed: `kill -9` of the launcher leaves nothing behind."""
    return ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []


def hold(folder: Path, *, wait: bool = False) -> int | None:
    """Take a folder for ourselves until we end, however we end; None when another holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return os.close(descriptor)
    return descriptor


def say(who: str, what: str) -> None:
    print(f"{who:<9} | {what}", flush=True)


def since(start: float) -> str:
    """The seconds since `start` (of time.monotonic), as the Dutch write them: 0,8 s."""
    return f"{time.monotonic() - start:.1f} s".replace(".", ",")
