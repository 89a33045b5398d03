"""The demo is reachable from this machine only, whatever the environment says."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.demo.loopback import require_loopback
from tests.processes import run_python

COMMANDS = [
    ["manage.py", "check"],
    ["-m", "celery", "-A", "config", "worker"],
    ["-m", "celery", "-A", "config", "beat"],
]
ELSEWHERE = [
    {"ALLOWED_HOSTS": "aanloop.delinde.example", "SECURE": "1"},
    {"SITE_URL": "https://aanloop.delinde.example"},
    {"CSRF_TRUSTED_ORIGINS": "https://aanloop.delinde.example"},
]


@pytest.mark.parametrize(
    "host",
    ["localhost", "LocalHost", "localhost.", "localhost:8000", "127.0.0.1", "::1", "[::1]:80"],
)
def test_the_demo_starts_for_a_host_name_of_this_machine(host):
    require_loopback(hosts=[host], addresses=[])


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "https://LOCALHOST./", "http://[::1]:8000"]
)
def test_the_demo_starts_for_a_url_on_this_machine(address):
    require_loopback(hosts=[], addresses=[address])


@pytest.mark.parametrize(
    "host",
    [
        "*",
        ".localhost",
        ".delinde.example",
        "delinde.example",
        "localhost.delinde.example",
        "localhost@delinde.example",
        "0.0.0.0",
        "127.0.0.2",
        "[::]",
        "[::1",
        "",
    ],
)
def test_the_demo_refuses_any_other_host(host):
    with pytest.raises(ImproperlyConfigured, match="alleen op localhost"):
        require_loopback(hosts=["localhost", host], addresses=[])


@pytest.mark.parametrize(
    "address",
    [
        "https://delinde.example",
        "https://*.delinde.example",
        "http://localhost@delinde.example/",
        "http://localhost:8000@delinde.example/",
        "//",
        "http://[::1",
        "",
    ],
)
def test_the_demo_refuses_any_other_url(address):
    with pytest.raises(ImproperlyConfigured, match="alleen op localhost"):
        require_loopback(hosts=[], addresses=[address])


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("env", ELSEWHERE)
def test_the_demo_with_another_host_exits_with_one_sentence(command, env):
    ended = run_python(*command, env={"AANLOOP_DEMO": "1"} | env)

    assert ended.returncode == 1
    assert ended.stderr.startswith("De demo (AANLOOP_DEMO=1)")
    assert "delinde.example" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_same_host_is_accepted_without_the_demo():
    env = {"AANLOOP_DEMO": "0", "SECRET_KEY": "x" * 50, **ELSEWHERE[0]}
    ended = run_python("manage.py", "check", env=env)

    assert ended.returncode == 0
