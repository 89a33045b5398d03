"""The product with a stopped clock and repeatable randomness.

`python -m tests.pictures.still COMMAND` is `manage.py COMMAND` at MOMENT; `tests.pictures.still` is
also the WSGI module of the web process. Model fields keep a reference to the function of their
default, so the clock is replaced before the models are imported.
"""

import os
import random
import secrets
import sys
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.humanize.templatetags import humanize
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

HOST = "aanloop.example"
# A Tuesday, mid-morning.
MOMENT = datetime(2026, 11, 24, 10, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
# PostgreSQL's functions for the current time, and the search path that finds ours first.
DATABASE_CLOCKS = ["now", "statement_timestamp", "clock_timestamp"]


def stop_the_clock() -> None:
    """Make each call for the time a microsecond later than the previous one, to keep the order."""
    asked = 0

    def now() -> datetime:
        nonlocal asked
        asked += 1
        return MOMENT + timedelta(microseconds=asked)

    timezone.now = now


def stop_humanize() -> None:
    """Make `naturaltime` use the same clock; it asks the system's."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None) -> datetime:
            return timezone.now().astimezone(tz)

    humanize.datetime = Stopped


def repeat_chance(seed: str) -> None:
    """Make random numbers and keys the same in every run."""
    keys, choices = random.Random(seed), random.Random(seed)
    uuid.uuid4 = lambda: uuid.UUID(int=keys.getrandbits(128), version=4)
    secrets.choice, secrets.randbelow = choices.choice, choices.randrange
    secrets.token_bytes = lambda nbytes=None: choices.randbytes(nbytes or 32)


def one_key() -> None:
    """Give every request the same key: the number of requests differs between runs."""
    uuid.uuid4 = lambda: uuid.UUID(int=0, version=4)


def fixed_url() -> None:
    """Serve one made-up host name, so that every run shows the same URLs.

    The demo starts for this machine only, so the setting changes after that check.
    """
    settings.SITE_URL = f"http://{HOST}"
    settings.ALLOWED_HOSTS = [HOST, "127.0.0.1"]


def clock_of_database() -> list[str]:
    """Return SQL for a new database: its functions for time and randomness precede PostgreSQL's."""
    chance = (
        "CREATE FUNCTION public.random() RETURNS float8 LANGUAGE sql STABLE AS $$ SELECT 0.5 $$"
    )
    return [chance] + [
        f"CREATE FUNCTION public.{name}() RETURNS timestamptz LANGUAGE sql STABLE"
        f" AS $$ SELECT timestamptz '{MOMENT.isoformat()}' $$"
        for name in DATABASE_CLOCKS
    ]


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if __name__ == "__main__":
    stop_the_clock()
    repeat_chance("manage")
    fixed_url()
    execute_from_command_line(sys.argv)
elif os.environ.get("PICTURES") == "web":
    stop_the_clock()
    stop_humanize()
    repeat_chance("web")
    one_key()
    fixed_url()
    application = get_wsgi_application()
