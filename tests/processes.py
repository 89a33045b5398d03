"""Run Python in a process of its own, and end it with its children when it does not end itself."""

import os
import signal
import subprocess
import sys

from django.conf import settings


def run_python(
    *command: str, env: dict[str, str], seconds: int = 180
) -> subprocess.CompletedProcess:
    """Run `python *command` in the checkout; return its exit code and what it printed.

    After `seconds` the process and its children are killed, and the exit code is -9: a worker that
    should have refused to start runs for ever, and its children keep the pipes open.
    """
    process = subprocess.Popen(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=os.environ | env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)
