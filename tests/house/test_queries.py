"""Every page takes the same number of queries with ten times as much data."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from tests.house.matrix import MATRIX, PUBLIC, SIGNED_IN
from tests.house.test_matrix import own_addresses
from tests.house.world import World

pytestmark = pytest.mark.django_db
# The reader of a page that several roles may open: the role that sees most on it.
FIRST = [
    Role.CONSULTANT, Role.COORDINATOR, Role.PARTNER_WORKER, Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR, Role.HOST,
]  # fmt: skip
TIMES = 10


def reader(name: str) -> Role | None:
    """Return the role that requests a URL, or None for a visitor."""
    row = MATRIX[name]
    if row is PUBLIC:
        return None
    return Role.CONSULTANT if row is SIGNED_IN else next(role for role in FIRST if role in row)


def counts(world: World) -> dict[str, int]:
    """Count the queries of each page that answers GET, on the second request."""
    found = {}
    for name, takes in own_addresses().items():
        client = Client()
        if role := reader(name):
            client.force_login(world.people[role])
        if name.startswith("demo:"):
            continue
        url = reverse(name, kwargs=world.arguments(name) if takes else {})
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url)
        if answer.status_code == 200:
            found[name] = len(queries)
    return found


def test_a_page_takes_the_same_number_of_queries_with_ten_times_the_data(world, capsys):
    world.grow(1)
    few = counts(world)

    world.grow(TIMES)
    many = counts(world)

    with capsys.disabled():
        print()
        for name, n in few.items():
            print(f"{n:4} queries, {many[name]:4} with ten times as much: {name}")
    assert {name: (n, many[name]) for name, n in few.items() if many[name] > n} == {}


def test_a_page_with_a_query_per_row_is_found(world):
    world.grow(3)

    with CaptureQueriesContext(connection) as queries:
        names = [signal.owner.name for signal in type(world.signal).objects.all()]

    assert len(queries) > len(names)
