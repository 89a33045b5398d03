"""Fixtures: a past week with three reads of one tenant's file, one of them late at night."""

import pytest

from audit.models import ReviewWeek
from tenants.models import Tenant
from tests import factories
from tests.factories.audit import a_read, a_week, at, reads


@pytest.fixture(autouse=True)
def _no_holidays(settings) -> None:
    """Make sure that last week has no public holidays, whenever the tests run."""
    settings.HOLIDAYS_OF = ""


@pytest.fixture
def tenant(area) -> Tenant:
    return factories.a_tenant(factories.a_home(area))


@pytest.fixture
def week(consultant, tenant) -> ReviewWeek:
    a_read(consultant, tenant, at(2, 23, 10))
    reads(consultant, [tenant, tenant])
    return a_week()
