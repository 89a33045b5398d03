"""Every address × every role × every method against one declared matrix."""

import mailbox
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.checks import addresses
from accounts.guards import guarded_elsewhere
from accounts.roles import Role
from tests.house.matrix import MATRIX, PUBLIC, SIGNED_IN
from tests.house.world import LETTER, World

# With htmx where a page may answer with a piece of itself.
ASKS = [(method, headers) for method in ["get", "post"] for headers in ({}, {"HX-Request": "true"})]
ROLES = [role for role in Role if role not in (Role.STRANGER, Role.SYSTEM)]


def own_addresses() -> dict[str, dict]:
    """Name and arguments of each address of the house; a library keeps its own."""
    return {
        name: pattern.pattern.converters
        for name, _, pattern in addresses()
        if not guarded_elsewhere(pattern.callback, name)
    }


def test_every_address_is_in_the_matrix_and_no_row_is_stale():
    assert set(own_addresses()) == set(MATRIX)


def expected(row, role: Role | None) -> str:
    """`open`, `login` or `absent` (404)."""
    if row is PUBLIC:
        return "open"
    if role is None:
        return "login"
    if row is SIGNED_IN or role in row:
        return "open"
    return "absent"


def found(answer) -> str:
    """What a response amounts to."""
    if answer.status_code == 404:
        return "absent"
    if answer.status_code == 401:
        return "login"
    if answer.status_code in (301, 302) and "/account/login/" in answer["Location"]:
        return "login"
    return "open"


@pytest.mark.django_db
def test_every_address_opens_for_whom_the_matrix_says(capsys, settings, tmp_path):
    world = World()
    settings.DEMO_POST = str(tmp_path / "post")
    mailbox.Maildir(settings.DEMO_POST)
    (Path(settings.DEMO_POST) / "new" / LETTER).write_text(
        "Date: Mon, 23 Nov 2026 10:00:00 -0000\n\n"
    )
    clients: dict[Role | None, Client] = {None: Client()}
    for role in ROLES:
        clients[role] = Client()
        clients[role].force_login(world.people[role])
    cells, wrong = 0, []
    for name, takes in own_addresses().items():
        url = reverse(name, kwargs=world.arguments(name) if takes else {})
        for role, client in clients.items():
            for method, headers in ASKS:
                with transaction.atomic():
                    answer = getattr(client, method)(url, headers=headers)
                    transaction.set_rollback(True)
                cells += 1
                want = expected(MATRIX[name], role)
                if (got := found(answer)) != want:
                    who = role or "stranger"
                    wrong.append(f"{method} {name} {who}: {got}, not {want}")
    with capsys.disabled():
        print(f"\nmatrix: {len(MATRIX)} addresses, {cells} cells, {len(wrong)} mismatches")

    assert wrong == []


@pytest.mark.django_db
def test_the_walk_sees_a_door_that_was_left_open(monkeypatch):
    row = MATRIX["signals:today"] - {Role.COORDINATOR}
    monkeypatch.setitem(MATRIX, "signals:today", row)
    client = Client()
    client.force_login(World().people[Role.COORDINATOR])

    answer = client.get(reverse("signals:today"))

    assert found(answer) != expected(row, Role.COORDINATOR)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_page_hears_of_no_other_method(method):
    world, client = World(), Client()
    client.force_login(world.people[Role.COORDINATOR])

    answers = {
        getattr(client, method)(
            reverse(name, kwargs=world.arguments(name) if takes else {})
        ).status_code
        for name, takes in own_addresses().items()
    }

    assert answers == {405}
