"""Meetups in a separate database, and gunicorn servers on top of it."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from activities.models import Meetup, Place
from tests.journeys.stack import free_port, wait_for

WORKERS, THREADS = 2, 16
BARE = """
CREATE TABLE rush_sale (id bigserial PRIMARY KEY, places int);
CREATE TABLE rush_place (id bigserial PRIMARY KEY, sale_id bigint, name text);
CREATE INDEX ON rush_place (sale_id);
"""


def sql(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def web(module: str = "tests.rush.wsgi", **env: str):
    """Run gunicorn with 2 workers of 16 threads on a free port until the block ends."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", module, "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread",
        "--no-control-socket", "--log-level", "warning", "--backlog", "2048",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | env)
    try:
        wait_for("the web server", lambda: answers(port))
        yield port
    finally:
        server.terminate()
        server.wait()


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        time.sleep(0.1)
        return False
    return True


def a_place() -> Place:
    return Place.objects.create(name="De Merel", street="Merelstraat 2", neighbourhood="Vogelbuurt")


def meetups(n: int, capacity: int = 1) -> list[int]:
    """Create meetups in three weeks that do not overlap. Returns their ids."""
    place = a_place()
    first = timezone.now() + timedelta(days=21)
    made = Meetup.objects.bulk_create(
        Meetup(
            title=f"Koffietafel {number}", tile="koffie", about="Koffie.", place=place,
            starts_at=first + timedelta(hours=2 * number),
            ends_at=first + timedelta(hours=2 * number + 1),
            capacity=capacity, host_name="Ria", key=uuid.uuid4(),
        )
        for number in range(n)
    )  # fmt: skip
    return [meetup.pk for meetup in made]
