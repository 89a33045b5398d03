"""Personas: one person per role, and a stranger who may see nothing.

Also what each test process has to itself: a database, a database number in the broker, a queue.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from datetime import time

import pytest
import redis
from django.conf import settings
from django.core.cache import caches
from django.test import Client, TransactionTestCase, override_settings

from accounts.models import Area, User
from accounts.models import stranger as make_stranger
from accounts.roles import Role
from ground.workdays import forget_closed_days
from outbox import actions as outbox
from tests import database, factories, templates
from tests.chaos.broker import with_number
from tests.house.hearing import watched
from tests.house.world import World

# A broker has sixteen databases: one for each test process, the rest for `make chaos`.
MOST_PROCESSES = 8
# The key that says that the tests may empty a database of the broker.
MARK = "aanloop-tests"
# Every day is a working day, and reminders are sent at any time, whenever the tests run.
EVERY_DAY = {"WORKING_WEEK": [1, 2, 3, 4, 5, 6, 7], "HOLIDAYS_OF": "", "REMIND_FROM": time(0)}


def pytest_configure() -> None:
    """Use a fast password hash, because tests sign in often, and plain static files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    templates.be_strict()
    outbox.queue = watched(outbox.queue)
    # The tests may run at any hour, so there is no night.
    settings.NIGHT = []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs) -> None:
    """Give each process its own broker database, because clearing the cache empties all of it."""
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
    """Copy the migrated template instead of migrating in every process."""
    with django_db_blocker.unblock():
        database.make_copy(request.config)


@pytest.fixture
def migrated_database(request, django_db_setup, monkeypatch) -> str:
    """The name of a migrated database without people; trials in other processes copy it too."""
    name = database.template_of(request.config)
    monkeypatch.setenv(database.MIGRATED, name)
    return name


@pytest.fixture(scope="session", autouse=True)
def a_fresh_copy_after_a_test_on_many_connections(request) -> None:
    """Renew the copy instead of flushing seventy tables; this keeps rows that migrations insert."""

    def renew(case: TransactionTestCase) -> None:
        database.renew_copy(request.config)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        yield


@pytest.fixture(scope="session", autouse=True)
def broker() -> Iterator[redis.Redis]:
    """This process's database in the broker. Exits when it holds keys that no test put there."""
    with redis.from_url(settings.REDIS_URL) as client:
        if client.dbsize() and not client.exists(MARK):
            pytest.exit(
                f"De database {settings.REDIS_URL} in Redis of Valkey is niet leeg en niet van de "
                "tests: er is niets aan veranderd. Geef in REDIS_URL een server waarin de tests "
                "alles mogen wissen, of laat REDIS_URL weg.",
                returncode=1,
            )
        client.set(MARK, 1)
        yield client


@pytest.fixture(autouse=True)
def nobody_has_asked_before(broker) -> None:
    """Forget the days off that an earlier test read, and empty the broker's database. Rate limits
    are rows, which no test sees of another."""
    forget_closed_days()
    caches["broker"].clear()
    broker.set(MARK, 1)


@pytest.fixture(autouse=True)
def no_waiting(settings) -> None:
    """Answer a form at once; tests/house/test_one_answer.py tries that it takes its time."""
    settings.SAME_TIME_SECONDS = 0


@pytest.fixture
def every_day_is_worked() -> Iterator[None]:
    with override_settings(**EVERY_DAY):
        yield


@pytest.fixture(scope="module")
def world_of_the_module(request, django_db_setup, django_db_blocker) -> Iterator[World]:
    """A committed world, once per module, because building it takes half a second."""
    with django_db_blocker.unblock(), override_settings(**EVERY_DAY):
        world = World()
    yield world
    with django_db_blocker.unblock():
        database.renew_copy(request.config)


@pytest.fixture
def world(world_of_the_module, db) -> World:
    """A copy of the module's world: no test sees another's changes to its rows or objects."""
    return deepcopy(world_of_the_module)


@pytest.fixture
def area(db) -> Area:
    return factories.an_area("Vogelbuurt")


@pytest.fixture
def other_area(db) -> Area:
    return factories.an_area("Molenwijk")


@pytest.fixture
def caretaker(area) -> User:
    return factories.a_user(Role.CARETAKER, "Kees Brouwer", (area,))


@pytest.fixture
def consultant(area) -> User:
    return factories.a_user(Role.CONSULTANT, "Samira El Idrissi", (area,))


@pytest.fixture
def other_consultant(other_area) -> User:
    """A consultant who works in another area."""
    return factories.a_user(Role.CONSULTANT, "Yusuf Demir", (other_area,))


@pytest.fixture
def coordinator(db) -> User:
    return factories.a_user(Role.COORDINATOR, "Marga Vink")


@pytest.fixture
def partner(area):
    return factories.a_partner(area, name="Welzijn Lindenwaard")


@pytest.fixture
def other_partner(area):
    return factories.a_partner(area, name="Zorgpunt De Brug")


@pytest.fixture
def partner_worker(partner) -> User:
    return factories.a_worker(partner)


@pytest.fixture
def other_partner_worker(other_partner) -> User:
    return factories.a_worker(other_partner, "Anna Prins")


@pytest.fixture
def host(db) -> User:
    return factories.a_user(Role.HOST, "Ria Bakker")


@pytest.fixture
def tenant_user(db) -> User:
    return factories.a_user(Role.TENANT, "Hennie van Dijk")


@pytest.fixture
def privacy_officer(db) -> User:
    return factories.a_user(Role.PRIVACY_OFFICER, "Fenna Post")


@pytest.fixture
def administrator(db) -> User:
    return factories.a_user(Role.ADMINISTRATOR, "Bas Smit")


@pytest.fixture
def stranger() -> User:
    """A visitor who has not signed in, as actions receive them."""
    return make_stranger()


@pytest.fixture
def signed_in():
    """Return a client for a user: `signed_in(consultant).get("/vandaag/")`."""

    def as_(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_
