"""Every URL × every role × every method against one declared matrix.

What each kind of check catches:

- The guard itself, compared with the matrix for every cell without a request: a page that was given
  another ability, or an ability that was given to another role.
- GET and POST by every role: a guard that does not work, a page that checks less for one of the two
  methods, a row that is found for a user who may not see it.
- The same with `HX-Request`, at URLs whose module reads `request.htmx`: part of a page that is
  returned before the guard, or a response other than that of the whole page.
- PUT, PATCH, DELETE and TRACE: a method that no page was written for.
"""

import inspect
import sys
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.checks import url_patterns
from accounts.guards import guarded_elsewhere
from accounts.roles import Role
from tests.house.matrix import MATRIX, PUBLIC, SIGNED_IN

ROLES = [role for role in Role if role not in (Role.STRANGER, Role.SYSTEM)]
# A visitor without an account, and each role.
ASKING: list[Role | None] = [None, *ROLES]
PLAIN, HTMX = {}, {"HX-Request": "true"}
DECIDE = (
    "the guard of the page and tests/house/matrix.py disagree. Change the abilities of the page or "
    "of the role if it is open by mistake; else change the row of the address."
)


def own_patterns() -> dict:
    """Return the name and pattern of each URL of ours, without those of libraries."""
    return {
        name: pattern
        for name, _, pattern in url_patterns()
        if not guarded_elsewhere(pattern.callback, name)
    }


def own_addresses() -> dict[str, dict]:
    """Return the name and arguments of each URL of ours."""
    return {name: pattern.pattern.converters for name, pattern in own_patterns().items()}


def reads_htmx(view) -> bool:
    """Whether the module of a view reads `request.htmx`."""
    module = sys.modules[inspect.unwrap(view).__module__]
    return "request.htmx" in inspect.getsource(module)


def test_every_url_is_in_the_matrix_and_no_row_is_stale():
    unlisted, stale = set(own_addresses()) - set(MATRIX), set(MATRIX) - set(own_addresses())

    assert not unlisted, f"{unlisted}: say in tests/house/matrix.py which roles may open them."
    assert not stale, f"{stale}: take these rows out of tests/house/matrix.py."


def expected(row, role: Role | None) -> str:
    """What the matrix expects: `open`, `login` or `absent` (404)."""
    if row is PUBLIC:
        return "open"
    if role is None:
        return "login"
    if row is SIGNED_IN or role in row:
        return "open"
    return "absent"


def found(answer) -> str:
    """Classify a response as `open`, `login` or `absent`."""
    if answer.status_code == 404:
        return "absent"
    if answer.status_code == 401:
        return "login"
    if answer.status_code in (301, 302) and "/account/login/" in answer["Location"]:
        return "login"
    return "open"


def by_declared_access(access, role: Role | None) -> str:
    """What the guard of a page says, without requesting the page."""
    if access == "public":
        return "open"
    if role is None:
        return "login"
    return "open" if access == "signed_in" or roles.MATRIX[role] & set(access) else "absent"


def test_every_door_says_what_the_matrix_says():
    wrong = [
        f"{name} {role or 'stranger'}"
        for name, pattern in own_patterns().items()
        for role in ASKING
        if by_declared_access(pattern.callback.access, role) != expected(MATRIX[name], role)
    ]

    assert wrong == [], f"{wrong}: {DECIDE}"


@pytest.fixture(scope="module")
def cookies(world_of_the_module, django_db_blocker) -> dict[Role | None, str]:
    """The cookies of a visitor without an account, and of a signed-in user of each role."""
    clients = {role: Client() for role in ASKING}
    with django_db_blocker.unblock():
        for role in ROLES:
            clients[role].force_login(world_of_the_module.people[role])
    return {role: client.cookies.output(header="", sep=";") for role, client in clients.items()}


@pytest.mark.parametrize("name", own_addresses())
def test_an_address_opens_for_whom_the_matrix_says(name, world, cookies, post_of_the_demo):
    pattern = own_patterns()[name]
    takes = pattern.pattern.converters
    url = reverse(name, kwargs=world.arguments(name) if takes else {})
    client, wrong = Client(), []
    for headers in [PLAIN, HTMX] if reads_htmx(pattern.callback) else [PLAIN]:
        for role in ASKING:
            for method in ("get", "post"):
                client.cookies = SimpleCookie(cookies[role])
                with transaction.atomic():
                    answer = getattr(client, method)(url, headers=headers)
                    transaction.set_rollback(True)
                want = expected(MATRIX[name], role)
                if (got := found(answer)) != want:
                    htmx = "with htmx" if headers else ""
                    wrong.append(f"{method} {name} {role or 'stranger'}: {got}, not {want} {htmx}")

    assert wrong == [], f"{wrong}: {DECIDE}"


def test_the_pages_that_read_request_htmx_are_found():
    asked_twice = {name for name, p in own_patterns().items() if reads_htmx(p.callback)}

    assert {"signals:finish", "signals:log", "activities:mark_attended"} <= asked_twice
    assert "housing:end_interest" not in asked_twice


def test_a_page_that_lost_its_guard_is_found(monkeypatch, world, cookies, post_of_the_demo):
    row = MATRIX["signals:today"] - {Role.COORDINATOR}
    monkeypatch.setitem(MATRIX, "signals:today", row)

    with pytest.raises(AssertionError, match="get signals:today coordinator: open, not absent"):
        test_an_address_opens_for_whom_the_matrix_says(
            "signals:today", world, cookies, post_of_the_demo
        )
    with pytest.raises(AssertionError, match="signals:today coordinator"):
        test_every_door_says_what_the_matrix_says()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_other_method_reaches_a_page(method, world):
    client = Client()
    client.force_login(world.people[Role.COORDINATOR])

    answers = {
        getattr(client, method)(
            reverse(name, kwargs=world.arguments(name) if takes else {})
        ).status_code
        for name, takes in own_addresses().items()
    }

    assert answers == {405}
