"""The tests empty only a broker database that was empty or already theirs."""

import os
import subprocess
import sys

import pytest
import redis
from django.conf import settings

from tests.chaos.broker import with_number
from tests.conftest import MARK

# In one process: two of these tests at once would empty each other's database.
pytestmark = pytest.mark.xdist_group("broker")
# A number that no test process uses.
NUMBER = 12
ONE_TEST = "tests/ground/test_citizen_numbers.py"


@pytest.fixture
def other_database():
    """The URL of another database of the same broker, and a client for it."""
    url = with_number(settings.REDIS_URL, NUMBER)
    with redis.from_url(url) as client:
        assert not client.dbsize()
        yield url, client
        client.flushdb()


def run_one_file(url: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", ONE_TEST],
        cwd=settings.BASE_DIR,
        env=os.environ | {"REDIS_URL": url},
        capture_output=True,
        text=True,
    )


def test_run_in_a_database_with_foreign_keys_is_refused_and_changes_nothing(other_database):
    url, client = other_database
    client.set("session:1", "of somebody else")

    run = run_one_file(url)

    assert run.returncode == 1
    assert "niet van de tests" in run.stdout + run.stderr
    assert client.keys() == [b"session:1"]


def test_run_in_an_empty_database_or_one_of_the_tests_goes_on(other_database):
    url, client = other_database

    assert run_one_file(url).returncode == 0
    assert client.exists(MARK)
    client.set("left behind", "by a run that was killed")

    assert run_one_file(url).returncode == 0
