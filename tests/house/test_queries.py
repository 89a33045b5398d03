"""How many queries each page takes, and that it stays so when there is ten times as much."""

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
# Who looks at a page of several roles: the one with most on the page.
FIRST = [
    Role.CONSULTANT, Role.COORDINATOR, Role.PARTNER_WORKER, Role.PRIVACY_OFFICER,
    Role.ADMINISTRATOR, Role.HOST,
]  # fmt: skip
TIMES = 10


def reader(name: str) -> Role | None:
    """Who looks at an address, or nobody in particular."""
    row = MATRIX[name]
    if row is PUBLIC:
        return None
    return Role.CONSULTANT if row is SIGNED_IN else next(role for role in FIRST if role in row)


def counts(world: World) -> dict[str, int]:
    """Queries of each page that can be looked at, once it has been looked at before."""
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


def test_every_page_takes_as_many_queries_with_ten_times_as_much(world, capsys):
    world.grow(1)
    few = counts(world)

    world.grow(TIMES)
    many = counts(world)

    with capsys.disabled():
        print()
        for name, n in few.items():
            print(f"{n:4} queries, {many[name]:4} with ten times as much: {name}")
    assert {name: (n, many[name]) for name, n in few.items() if many[name] > n} == {}


def test_the_count_sees_a_page_that_asks_again_for_every_row(world):
    world.grow(3)

    with CaptureQueriesContext(connection) as queries:
        names = [signal.owner.name for signal in type(world.signal).objects.all()]

    assert len(queries) > len(names)
