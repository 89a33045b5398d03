"""What the processes that run the tests share, and what each has to itself."""

from types import SimpleNamespace

import pytest
import redis
from django.conf import settings
from django.core.cache import caches
from django.db import connection

from tests import conftest, database


def test_no_two_processes_share_a_queue_or_a_number_in_the_broker():
    specs = [SimpleNamespace(env={}) for _ in range(conftest.MOST_PROCESSES)]

    conftest.pytest_xdist_setupnodes(specs)

    for name in ("REDIS_URL", "CELERY_QUEUE"):
        assert len({spec.env[name] for spec in specs}) == conftest.MOST_PROCESSES


def test_emptying_our_cache_leaves_the_keys_of_another_process():
    specs = [SimpleNamespace(env={}) for _ in range(conftest.MOST_PROCESSES)]
    conftest.pytest_xdist_setupnodes(specs)
    ours = settings.REDIS_URL
    theirs = next(
        spec.env["REDIS_URL"] for spec in reversed(specs) if spec.env["REDIS_URL"] != ours
    )
    with redis.from_url(theirs) as other:
        other.set("theirs", 1, ex=60)

        caches["broker"].clear()

        assert other.get("theirs") == b"1"
        other.delete("theirs")


def test_the_tests_run_in_a_copy_of_the_template_of_this_run(db, request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (name,) = cursor.fetchone()

    assert name == database.copy_of(request.config)
    assert name.startswith(database.template_of(request.config) + "_")


@pytest.mark.xdist_group("alone")
def test_xdist_sees_the_groups(request):
    """Or each process would start the whole product for the journeys."""
    in_a_process = hasattr(request.config, "workerinput")

    assert request.node.nodeid.endswith("@alone") is in_a_process
