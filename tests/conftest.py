"""Personas: one person for each role, and a stranger who may see nothing."""

from datetime import time

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from accounts.models import Area, User
from accounts.models import stranger as make_stranger
from accounts.roles import Role
from tests import roads


def pytest_configure() -> None:
    """Tests sign in often: a quick hash, and plain static files.

    Between two tests on many connections all tables are emptied, the trail as well.
    """
    options = settings.DATABASES["default"].setdefault("OPTIONS", {})
    options["options"] = "-c aanloop.flush=on"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.STATIC_ROOT = settings.BASE_DIR / "static"
    # At whatever hour the tests run, nobody sleeps.
    settings.NIGHT = []


@pytest.fixture(autouse=True)
def nobody_has_asked_before() -> None:
    """What the public may send in an hour is counted anew in every test."""
    cache.clear()


@pytest.fixture
def every_day_is_worked(settings) -> None:
    """Today is a working day, whichever day the tests run; reminders leave at any time of it."""
    settings.WORKING_WEEK = [1, 2, 3, 4, 5, 6, 7]
    settings.HOLIDAYS_OF = ""
    settings.REMIND_FROM = time(0)


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
