"""One migrated database per run, and a copy of it for every test process.

Migrating takes seconds, copying a fraction of one. The first process that needs a database migrates
the template; the others wait for it and copy it.
"""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager

import environ
import psycopg2
import pytest
from django.conf import settings
from django.db import connection

RUN = pytest.StashKey[str]()
# The name of a template that several runs share; whoever gives it drops it.
SHARED = "TEST_TEMPLATE"
# The name of a migrated database that a trial copies; without it the trial migrates its own.
MIGRATED = "MIGRATED_DATABASE"
# The server itself, when DATABASE_URL leads through a pooler (`make pooler`).
DIRECT = "DIRECT_DATABASE_URL"


def template_of(config: pytest.Config) -> str:
    """Return the template's name, shared by all processes of this run and unique to it."""
    if RUN not in config.stash:
        told = getattr(config, "workerinput", {})
        shared = os.environ.get(SHARED)
        config.stash[RUN] = told.get("template") or shared or f"test_{secrets.token_hex(4)}"
    return config.stash[RUN]


def copy_of(config: pytest.Config) -> str:
    worker = getattr(config, "workerinput", {}).get("workerid", "only")
    return f"{template_of(config)}_{worker}"


@contextmanager
def server():
    """Yield an autocommit cursor on the server, outside every test database."""
    where = settings.DATABASES["default"]
    port = where["PORT"]
    if direct := os.environ.get(DIRECT):
        where, port = environ.Env.db_url_config(direct), 5432
    outside = psycopg2.connect(
        dbname="postgres", host=where["HOST"], user=where["USER"],
        password=where["PASSWORD"] or None, port=port or None,
    )  # fmt: skip
    outside.autocommit = True
    try:
        with outside.cursor() as cursor:
            yield cursor
    finally:
        outside.close()


def copied(cursor, template: str, copy: str) -> None:
    """Copy a database; a pooler may still hold connections to it."""
    if DIRECT in os.environ:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
        )
    cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')


def make_migrated(name: str) -> None:
    """Create a database with all tables and no people, for a trial in a process of its own."""
    made = os.environ.get(MIGRATED)
    with server() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{made or "template0"}"')
    if not made:
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        environment = os.environ | {"DATABASE_URL": url}
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)


def make_copy(config: pytest.Config) -> None:
    """Connect Django to a fresh copy of the template; create the template when missing."""
    template, copy = template_of(config), copy_of(config)
    with server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [template])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            connection.settings_dict["TEST"]["NAME"] = template
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        copied(cursor, template, copy)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = copy


def renew_copy(config: pytest.Config) -> None:
    """Replace this process's database by a fresh copy, after a test that committed."""
    template, copy = template_of(config), copy_of(config)
    connection.close()
    with server() as cursor:
        cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [template])
        copied(cursor, template, copy)


def drop_all(config: pytest.Config) -> None:
    """Drop this run's template and all copies, including those of crashed processes."""
    if RUN in config.stash:
        drop(template_of(config), keep=os.environ.get(SHARED, ""))


def drop(template: str, *, keep: str = "") -> None:
    """Drop a template and its copies, except the one database to keep."""
    with server() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [template])
        for (name,) in cursor.fetchall():
            if name != keep:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
