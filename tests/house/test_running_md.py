"""What docs/running.md says to write or to run is what the application accepts."""

import json
import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection, transaction

from config.middleware import MOST_BYTES
from tests.processes import run_python

TEXT = Path(settings.BASE_DIR, "docs", "running.md").read_text()
NEEDED = {"AANLOOP_DEMO": "0", "SECRET_KEY": "x" * 50}
OIDC = dict.fromkeys(["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"], "x")
# Reads the settings once for each environment on standard input; prints some of them.
READ = """
import json, os, runpy, sys
clean = {name: os.environ[name] for name in ["PATH", "HOME"] if name in os.environ}
def read(env):
    os.environ.clear()
    os.environ.update(clean | env)
    try:
        found = runpy.run_path("config/settings.py")
    except BaseException as problem:
        return {"problem": f"{type(problem).__name__}: {problem}"}
    kept = ["DATABASES", "REDIS_URL", "CELERY_BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS"]
    return {k: v for k, v in found.items() if k.startswith("EMAIL_") or k in kept}
print(json.dumps([read(env) for env in json.loads(sys.argv[1])]))
"""


def read(*environments: dict[str, str]) -> list[dict]:
    """Return the settings that a new process reads from each of these environments."""
    ended = run_python("-c", READ, json.dumps(environments), env={})
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def rows() -> list[tuple[str, str, str]]:
    """The settings: name, default, what it does."""
    return re.findall(r"^\| `([A-Z_]+)` \|(.*?)\|(.*)\|$", TEXT, re.MULTILINE)


def examples() -> list[tuple[str, str]]:
    """(setting, value) for each default, and each URL that is an example of a setting."""
    found = []
    for name, default, explanation in rows():
        values = re.findall(r"`([^`]+)`", default)
        values += re.findall(r"`([a-z]+://[^`]+)`", explanation)
        found += [(name, value.replace("PORT", "8000")) for value in values]
    return found


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_every_documented_value_is_accepted():
    shown = examples()
    assert {name for name, _ in shown} >= {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "NIGHT"}

    answers = read(*[{**NEEDED, **OIDC, name: value} for name, value in shown])

    wrong = [
        (name, value, answer["problem"])
        for (name, value), answer in zip(shown, answers, strict=True)
        if "problem" in answer
    ]
    assert wrong == []


def test_the_documented_urls_reach_the_servers_they_name():
    *others, submission, tls, redis = read(
        NEEDED | {"DATABASE_URL": "postgres://user@//run/postgresql/aanloop"},
        NEEDED | {"DATABASE_URL": "postgres://user:a%23b%2Fc@host/aanloop?sslmode=require"},
        NEEDED | {"EMAIL_URL": "submission://user:a%23b%2Fc@relay:587"},
        NEEDED | {"EMAIL_URL": "submissions://user:password@relay"},
        NEEDED | {"REDIS_URL": "unix://:a%23b@/run/valkey.sock?db=0"},
    )
    socket, host = (each["DATABASES"]["default"] for each in others)

    assert (socket["HOST"], socket["NAME"]) == ("/run/postgresql", "aanloop")
    assert (host["HOST"], host["PASSWORD"]) == ("host", "a#b/c")
    assert host["OPTIONS"] == {"sslmode": "require"}
    assert (submission["EMAIL_HOST"], submission["EMAIL_PORT"]) == ("relay", 587)
    assert submission["EMAIL_USE_TLS"] is True
    assert submission["EMAIL_HOST_PASSWORD"] == "a#b/c"
    assert (tls["EMAIL_PORT"], tls["EMAIL_USE_SSL"]) == (465, True)
    assert redis["CELERY_BROKER_URL"] == "redis+socket://:a%23b@/run/valkey.sock?virtual_host=0"


@pytest.mark.parametrize("sign", "#/?[")
@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("EMAIL_URL", "submission://user:ge{}heim@relay:587"),
        ("DATABASE_URL", "postgres://user:ge{}heim@host/aanloop"),
        ("REDIS_URL", "redis://:ge{}heim@host:6379/0"),
    ],
)
def test_a_password_with_a_sign_that_must_be_encoded_says_how_and_is_not_repeated(name, url, sign):
    (answer,) = read(NEEDED | {name: url.format(sign)})

    assert answer["problem"].startswith(f"ImproperlyConfigured: {name} is geen geldig adres.")
    assert "# als %23, / als %2F" in answer["problem"]
    assert "heim" not in answer["problem"]


@pytest.mark.parametrize("name", ["EMAIL_URL", "DATABASE_URL", "REDIS_URL"])
def test_a_url_of_another_kind_of_server_says_which_are_known(name):
    (answer,) = read(NEEDED | {name: "mysql://user:geheim@host/aanloop"})

    assert answer["problem"].startswith(f"ImproperlyConfigured: {name} begint niet met een van: ")
    assert "geheim" not in answer["problem"]


def test_a_secret_that_begins_with_a_dollar_sign_is_taken_as_it_is():
    (answer,) = read(NEEDED | {"SECRET_KEY": "$" + "k" * 50})

    assert answer.get("SECRET_KEY") == "$" + "k" * 50


def test_a_list_may_have_spaces_after_its_commas():
    (answer,) = read(NEEDED | {"ALLOWED_HOSTS": "a.example, b.example"})

    assert answer.get("ALLOWED_HOSTS") == ["a.example", "b.example"]


def documented_commands() -> list[list[str]]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    lines += re.findall(r"`(manage [^`]+)`", TEXT)
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("manage ")]


@pytest.mark.parametrize("command", documented_commands(), ids=" ".join)
def test_every_documented_command_exists_with_its_options(command):
    name, *arguments = command
    room = get_commands()[name]
    parser = load_command_class(room, name).create_parser("manage.py", name)

    parser.parse_args(arguments)


def test_the_proxy_refuses_a_large_file_with_our_own_sentence(client):
    ours = client.generic("POST", "/", CONTENT_LENGTH=str(10 * MOST_BYTES)).content.decode()
    (proxy,) = blocks("nginx")

    said = re.search(r'return 413 "(.*)";', proxy)[1].replace("\\n", "\n")

    assert said == ours
    assert f"client_max_body_size {MOST_BYTES // 1024 // 1024}m;" in proxy


@pytest.mark.django_db
@pytest.mark.parametrize("statements", blocks(" *sql"))
def test_every_documented_sql_statement_runs(statements):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(re.sub(r"--.*", "", statements))


def test_the_documented_gunicorn_command_is_accepted():
    commands = re.findall(r"^gunicorn (.*)$", TEXT, re.MULTILINE)
    commands += re.findall(r"^ExecStart=/srv/venv/bin/gunicorn (.*)$", TEXT, re.MULTILINE)
    assert len(commands) == 2

    for command in commands:
        check = ["-m", "gunicorn", "--check-config", *shlex.split(command)]
        ended = run_python(*check, env=NEEDED)
        assert ended.returncode == 0, ended.stderr
