"""The whole product with real servers: web, worker, beat, database, broker and SMTP."""

import mailbox
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what: str, ready, seconds: float = 30.0):
    """Poll `ready` until it returns something true; fail with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ready():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")


@dataclass
class Stack:
    """One installation with its own database: empty, or with the demo's people in it.

    `template` is a database to copy, already migrated; without it the database starts empty.
    """

    database: str
    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    smtp_port: int = field(default_factory=free_port)
    manage: tuple[str, ...] = ("manage.py",)
    wsgi: str = "config.wsgi"
    workers: int = 2
    threads: int = 4
    template: str = "template1"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Create the database on the test server, and whatever `make run` creates first."""
        self.make_database()
        self.env = self.environment()
        subprocess.run(
            [sys.executable, *self.manage, "demo_prepare"], cwd=ROOT, env=self.env, check=True
        )

    def make_database(self) -> None:
        self.sql_on("postgres", f'DROP DATABASE IF EXISTS "{self.database}"')
        self.sql_on("postgres", f'CREATE DATABASE "{self.database}" TEMPLATE "{self.template}"')

    def environment(self) -> dict[str, str]:
        """Return the environment of every process of this stack."""
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        return os.environ | {
            "DATABASE_URL": f"{base}/{self.database}",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "DEMO_POST": str(self.folder / "post"),
            "AANLOOP_DEMO": "1",
            "DEBUG": "0",
            "STATIC_ROOT": str(self.folder / "static"),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "TICK_SECONDS": "1",
            "REMIND_FROM": "00:00",
            "NIGHT": "",
            # Every day is a working day, so that the journeys work on a Sunday and at Christmas.
            "WORKING_WEEK": "1,2,3,4,5,6,7",
            "HOLIDAYS_OF": "",
            "OUTBOX_LEASE_SECONDS": "5",
            "RELAY_TIMEOUT_SECONDS": "2",
            "CELERY_QUEUE": self.database,
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, *names: str) -> None:
        commands = {
            "mail": [
                "aiosmtpd", "-n", "-l", f"127.0.0.1:{self.smtp_port}",
                "-c", "aiosmtpd.handlers.Mailbox", str(self.folder / "post"),
            ],
            "web": [
                "gunicorn", self.wsgi, "--bind", f"127.0.0.1:{self.port}",
                "--workers", str(self.workers), "--threads", str(self.threads),
                "--worker-class", "gthread", "--no-control-socket",
            ],
            "worker": ["celery", "-A", "config", "worker", "--concurrency", "2", "-l", "warning"],
            "beat": ["celery", "-A", "config", "beat", "-l", "warning"],
        }  # fmt: skip
        for name in names or commands:
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", *commands[name]],
                    cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
        if "web" in (names or commands):
            wait_for("the web process", self.answers)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def post(self, to: str = "") -> list[mailbox.MaildirMessage]:
        """Return the mail that arrived, oldest first: all of it, or one recipient's."""
        arrived = [m for m in mailbox.Maildir(self.folder / "post") if to in (m["To"] or "")]
        return sorted(arrived, key=lambda message: message["Date"])

    def hang(self, name: str) -> None:
        """Suspend a process in the middle of its work; it does not respond until `go_on`."""
        os.killpg(self.processes[name].pid, signal.SIGSTOP)

    def go_on(self, name: str) -> None:
        os.killpg(self.processes[name].pid, signal.SIGCONT)

    def kill(self, name: str) -> None:
        """Kill a process and its children at once, as a power cut would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in reversed(list(self.processes)):
            self.kill(name)
        self.sql_on("postgres", f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def sql(self, statement: str, *values) -> list[tuple]:
        """Run SQL directly on the database, bypassing the application."""
        return self.sql_on(self.database, statement, *values)

    @staticmethod
    def sql_on(database: str, statement: str, *values) -> list[tuple]:
        where = settings.DATABASES["default"]
        connection = psycopg2.connect(
            dbname=database, host=where["HOST"], user=where["USER"],
            password=where["PASSWORD"] or None, port=where["PORT"] or None,
        )  # fmt: skip
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()
