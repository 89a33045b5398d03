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
    """Running child processes. Leaving the `with` block stops them in reverse order of starting."""

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
            child.send_signal(signal.SIGINT)  # not to its process group: gunicorn may hang on that
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                say(name, "stopt niet uit zichzelf")
                os.killpg(child.pid, signal.SIGKILL)

    def start(self, name, command, *, ready=None, log=None) -> subprocess.Popen:
        """Start a child in its own session and wait until `ready(child)`, at most 60 seconds.

        Exits the launcher, with the child's log, when the child ends or is not ready in time.
        """
        with log.open("wb") if log else contextlib.nullcontext() as out:
            child = self.running[name] = subprocess.Popen(
                [*die_with_us(), *command],
                cwd=ROOT,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C reaches only us, so that we stop them in order
            )
        deadline = time.monotonic() + 60
        while ready and not ready(child):
            if child.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{log.read_text() if log else ''}{name:<9} | wil niet starten")
            time.sleep(0.05)
        return child

    def finish(self, name, command) -> int:
        """Run a child to its end and return its exit code.

        Ctrl-C reaches the child and its whole process group, as from a terminal.
        """
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
        """Block until one of the children ends, as the others cannot work without it; return 1."""
        while True:
            for name, child in self.running.items():
                if child.poll() is not None:
                    say(name, f"is gestopt (code {child.returncode}); de rest stopt ook")
                    return 1
            time.sleep(0.2)


def die_with_us() -> list[str]:
    """Return the command prefix that makes Linux stop the child when the launcher is killed.

    `kill -9` of the launcher then leaves no processes behind. Empty without `setpriv`.
    """
    return ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []


def lock_folder(folder: Path, *, wait: bool = False) -> int | None:
    """Lock a folder until this process ends, however it ends; return the file descriptor.

    None when another process holds the lock and `wait` is false.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return os.close(descriptor)
    return descriptor


def say(who: str, what: str) -> None:
    print(f"{who:<9} | {what}", flush=True)


def since(start: float) -> str:
    """Format the seconds since `start` (of time.monotonic) with a decimal comma: '0,8 s'."""
    return f"{time.monotonic() - start:.1f} s".replace(".", ",")
