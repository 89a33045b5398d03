#!/usr/bin/env python3
"""Django's command line; in a checkout it uses the environment and servers of `make run`."""

import fcntl
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PYTHON = ROOT / ".venv" / "bin" / "python"
NOTHING_RUNS = (
    "Er draait hier geen database of berichtenserver. "
    "Start die in een andere terminal met `make run`, of geef DATABASE_URL en REDIS_URL."
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "DATABASE_URL" not in os.environ:
        join_running_demo()
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
        from redis.exceptions import ConnectionError as BrokerError
    except ImportError:
        if not PYTHON.exists() or sys.prefix == str(PYTHON.parent.parent):
            sys.exit("Django is hier nog niet geïnstalleerd. Doe eerst: make run")
        os.execv(PYTHON, [PYTHON, *sys.argv])
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        nothing_runs = "DATABASE_URL" not in os.environ and "SECRET_KEY" in str(problem)
        sys.exit(NOTHING_RUNS if nothing_runs else str(problem))
    except BrokerError:
        sys.exit(NOTHING_RUNS)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None):  # the server answered: a different problem
            raise
        sys.exit(NOTHING_RUNS)


def join_running_demo() -> None:
    """Set the environment variables of the `make run` of this checkout.

    When it is not running, set only the demo mode and the secret key.
    """
    run = ROOT / ".run"
    secret, running = run / "secret", run / "servers.json"
    if run.is_symlink() or not secret.exists():
        return
    facts = {"AANLOOP_DEMO": "1", "SECRET_KEY_FILE": str(secret)}
    if running.exists() and is_held(run):
        facts |= json.loads(running.read_text())
    for name, value in facts.items():
        if name.isupper():
            os.environ.setdefault(name, value)


def is_held(folder: Path) -> bool:
    """Return whether a launcher runs in this folder: it locks the folder until it ends.

    Its process id would not do: after it ended, another process may get the same id.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


if __name__ == "__main__":
    main()
