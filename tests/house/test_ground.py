"""The stack: the database driver, the Celery app, and the ban on scheduling in the broker."""

import subprocess
import sys

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import is_psycopg3

PUBLISH = """
import os
os.environ |= {"AANLOOP_DEMO": "0", "SECRET_KEY": "x" * 50}
os.environ["REDIS_URL"] = "unix:///nowhere/valkey.sock"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import config.wsgi
from outbox.tasks import deliver
print(deliver.app.conf.broker_url)
"""


def test_the_driver_is_psycopg_2():
    assert not is_psycopg3


def test_the_web_process_loads_the_celery_app_before_it_publishes():
    out = subprocess.run(
        [sys.executable, "-c", PUBLISH], cwd=settings.BASE_DIR, capture_output=True, text=True
    )

    assert out.stdout.strip() == "redis+socket:///nowhere/valkey.sock", out.stderr


def test_no_code_uses_eta_or_countdown():
    sources = [
        p.read_text() for room in settings.ROOMS for p in (settings.BASE_DIR / room).rglob("*.py")
    ]

    assert not any("countdown=" in source or "eta=" in source for source in sources)
