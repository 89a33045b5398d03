"""A week that is over, with three looks at one tenant, of which one late at night."""

import pytest

from audit.models import ReviewWeek
from tenants.models import Tenant
from tests import roads
from tests.roads.audit import a_look, a_week, at, looks


@pytest.fixture(autouse=True)
def _no_holidays(settings) -> None:
    """No day of last week is a holiday, whenever the tests run."""
    settings.HOLIDAYS_OF = ""


@pytest.fixture
def tenant(area) -> Tenant:
    return roads.a_tenant(roads.a_home(area))


@pytest.fixture
def week(consultant, tenant) -> ReviewWeek:
    a_look(consultant, tenant, at(2, 23, 10))
    looks(consultant, [tenant, tenant])
    return a_week()
