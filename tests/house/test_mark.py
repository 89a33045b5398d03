"""The demo uses only a database that it marked while it was empty, and changes no other."""

import functools
import os
import subprocess
import uuid

import pytest

from tests.journeys.stack import Stack
from tests.processes import run_python


def python(name: str, *command: str, demo: str = "1", **env: str) -> subprocess.CompletedProcess:
    url = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"
    env |= {"AANLOOP_DEMO": demo, "SECRET_KEY": "x" * 50, "DATABASE_URL": url}
    return run_python(*command, env=env)


@pytest.fixture
def database(request):
    """A database on the test server, empty or migrated; `database(command)` runs Python on it."""
    name = f"merk_{uuid.uuid4().hex[:8]}"
    template = getattr(request, "param", "") and request.getfixturevalue("migrated_database")
    Stack.sql_on("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
    run = functools.partial(python, name)

    run.sql = lambda statement: Stack.sql_on(name, statement)
    run.tables = lambda: {table for (table,) in run.sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )}  # fmt: skip
    run.prepare = lambda: run("manage.py", "demo_prepare")
    yield run
    Stack.sql_on("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


def refused(ended: subprocess.CompletedProcess) -> bool:
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    return "blijft zoals zij is" in ended.stderr


def test_a_database_with_other_tables_is_refused_and_unchanged(database):
    database.sql("CREATE TABLE customers (name text)")

    assert refused(database.prepare())
    assert database.tables() == {"customers"}


with_schema = pytest.mark.parametrize("database", ["migrated"], indirect=True)


@with_schema
def test_a_database_with_an_account_is_refused_and_unchanged(database):
    made = database("manage.py", "createsuperuser", "--noinput", "--email=echt@echt.example",
                    "--name=Echt", demo="0")  # fmt: skip
    assert made.returncode == 0, made.stderr
    database.sql("DELETE FROM django_migrations WHERE app = 'signals' AND name > '0005'")
    before = database.tables()

    assert refused(database.prepare())
    assert database.sql("SELECT email FROM accounts_user WHERE role <> 'system'") == [
        ("echt@echt.example",)
    ]
    assert database.tables() == before
    logins = database("manage.py", "demo_logins")
    assert (logins.returncode, "aanloop-demo" in logins.stdout) == (1, False)


@with_schema
def test_a_migrated_database_without_people_becomes_the_demo_and_remains_it(database, tmp_path):

    for _ in range(2):
        ended = database("manage.py", "demo_prepare", STATIC_ROOT=str(tmp_path))
        assert ended.returncode == 0, ended.stderr

    assert "aanloop_demo" in database.tables()
    assert "aanloop-demo" in database("manage.py", "demo_logins").stdout
    database.sql("INSERT INTO django_migrations (app, name, applied) VALUES "
                 "('signals', '0999_gone', now())")  # fmt: skip
    assert refused(database.prepare())


@pytest.mark.parametrize("process", ["worker", "beat", "web"])
@pytest.mark.parametrize("demo", ["1", "0"])
def test_a_process_refuses_a_database_of_the_other_mode(database, process, demo):
    if demo == "0":
        database.sql("CREATE TABLE aanloop_demo (made_at timestamptz)")
    commands = {name: ["-m", "celery", "-A", "config", name] for name in ("worker", "beat")}
    commands["web"] = ["-c", "import config.wsgi"]

    ended = database(*commands[process], demo=demo, CELERY_SKIP_CHECKS="1")

    assert ended.returncode == 1
    assert "Deze database is" in ended.stderr.splitlines()[-1]
