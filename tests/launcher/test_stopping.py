"""No process or file stays behind, however the launcher ends."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from launcher.children import ROOT


def processes_in(session_of: Path) -> list[int]:
    """Return the pids of processes with this path on their command line, except our own."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if (
            str(session_of).encode() in command
            and state != "Z"
            and int(process.name) != os.getpid()
        ):
            found.append(int(process.name))
    return found


@pytest.fixture
def launcher(tmp_path):
    """A launcher with its own servers, in a temporary folder of the test."""
    folder = Path("/tmp") / f"l{os.getpid()}"  # short, as the path of a socket has a maximum
    folder.mkdir(mode=0o700)
    env = os.environ | {"TMPDIR": str(folder)}
    for url in ("DATABASE_URL", "REDIS_URL"):
        env.pop(url, None)
    wait = "import sys, time; open(sys.argv[1], 'w').close(); time.sleep(600)"
    process = subprocess.Popen(
        ["python3", "launcher", "do", "python3", "-c", wait, folder / "up"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    process.folder = folder
    wait_until(lambda: (folder / "up").exists(), seconds=20)
    yield process
    process.kill()
    process.wait()
    subprocess.run(["rm", "-rf", folder], check=True)


def wait_until(ready, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def test_kill_9_of_the_launcher_leaves_no_process(launcher):
    started = processes_in(launcher.folder)

    launcher.kill()
    launcher.wait()

    assert len(started) >= 3  # PostgreSQL, Valkey and the command were running
    wait_until(lambda: processes_in(launcher.folder) == [])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_stop_signal_leaves_neither_processes_nor_files(launcher, number):
    launcher.send_signal(number)

    assert launcher.wait(timeout=20) == 130
    assert processes_in(launcher.folder) == []
    assert list(launcher.folder.glob("aanloop-*")) == []
