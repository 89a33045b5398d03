"""Personas: one person for each role, and a stranger who may see nothing.

And what each process that runs tests has to itself: a database, a number in the broker, a queue.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase, override_settings

from accounts.models import Area, User
from accounts.models import stranger as make_stranger
from accounts.roles import Role
from tests import database, roads, templates
from tests.chaos.broker import with_number
from tests.house.world import World

# A broker has sixteen databases: one for each process that tests, the rest for `make chaos`.
MOST_PROCESSES = 8
# Today is a working day, whichever day the tests run; reminders leave at any time of it.
EVERY_DAY = {"WORKING_WEEK": [1, 2, 3, 4, 5, 6, 7], "HOLIDAYS_OF": "", "REMIND_FROM": time(0)}


def pytest_configure() -> None:
    """Tests sign in often: a quick hash, and plain static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    templates.be_strict()
    # At whatever hour the tests run, nobody sleeps.
    settings.NIGHT = []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs) -> None:
    """Emptying the cache empties a whole database of the broker, so each process has its own."""
    for number, spec in enumerate(specs, start=1):
        spec.env["REDIS_URL"] = with_number(settings.REDIS_URL, number)
        spec.env["CELERY_QUEUE"] = f"{settings.INSTALLATION}_{number}"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["template"] = database.template_of(node.config)


def pytest_sessionfinish(session) -> None:
    if not hasattr(session.config, "workerinput"):
        database.drop_all(session.config)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker) -> None:
    """Instead of migrating in every process."""
    with django_db_blocker.unblock():
        database.make_copy(request.config)


@pytest.fixture(scope="session", autouse=True)
def a_fresh_copy_after_a_test_on_many_connections(request) -> None:
    """Instead of emptying seventy tables, and with what the migrations put in them."""

    def renew(case: TransactionTestCase) -> None:
        database.renew_copy(request.config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield


@pytest.fixture(autouse=True)
def nobody_has_asked_before() -> None:
    """What the public may send in an hour is counted anew in every test."""
    cache.clear()


@pytest.fixture
def every_day_is_worked() -> Iterator[None]:
    with override_settings(**EVERY_DAY):
        yield


@pytest.fixture(scope="module")
def world_of_the_module(request, django_db_setup, django_db_blocker) -> Iterator[World]:
    """Building a world takes half a second, so it is built and committed once for a module."""
    with django_db_blocker.unblock(), override_settings(**EVERY_DAY):
        world = World()
    yield world
    with django_db_blocker.unblock():
        database.renew_copy(request.config)


@pytest.fixture
def world(world_of_the_module, db) -> World:
    """As it was built: what a test does to its rows or its objects, no other test sees."""
    return deepcopy(world_of_the_module)


@pytest.fixture
def area(db) -> Area:
    return roads.an_area("Vogelbuurt")


@pytest.fixture
def other_area(db) -> Area:
    return roads.an_area("Molenwijk")


@pytest.fixture
def caretaker(area) -> User:
    return roads.a_user(Role.CARETAKER, "Kees Brouwer", (area,))


@pytest.fixture
def consultant(area) -> User:
    return roads.a_user(Role.CONSULTANT, "Samira El Idrissi", (area,))


@pytest.fixture
def other_consultant(other_area) -> User:
    """Works in another area."""
    return roads.a_user(Role.CONSULTANT, "Yusuf Demir", (other_area,))


@pytest.fixture
def coordinator(db) -> User:
    return roads.a_user(Role.COORDINATOR, "Marga Vink")


@pytest.fixture
def partner(area):
    return roads.a_partner(area, name="Welzijn Lindenwaard")


@pytest.fixture
def other_partner(area):
    return roads.a_partner(area, name="Zorgpunt De Brug")


@pytest.fixture
def partner_worker(partner) -> User:
    return roads.a_worker(partner)


@pytest.fixture
def other_partner_worker(other_partner) -> User:
    return roads.a_worker(other_partner, "Anna Prins")


@pytest.fixture
def host(db) -> User:
    return roads.a_user(Role.HOST, "Ria Bakker")


@pytest.fixture
def tenant_user(db) -> User:
    return roads.a_user(Role.TENANT, "Hennie van Dijk")


@pytest.fixture
def privacy_officer(db) -> User:
    return roads.a_user(Role.PRIVACY_OFFICER, "Fenna Post")


@pytest.fixture
def administrator(db) -> User:
    return roads.a_user(Role.ADMINISTRATOR, "Bas Smit")


@pytest.fixture
def stranger() -> User:
    """Somebody who has not signed in, as actions know them."""
    return make_stranger()


@pytest.fixture
def signed_in():
    """Ask for pages as somebody: `signed_in(consultant).get("/vandaag/")`."""

    def as_(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_
