"""Fixtures: a tenant with many details, and one referral that shares few of them."""

import pytest

from referrals.models import Referral
from signals.models import Signal
from tenants.models import Tenant
from tests import factories
from tests.factories.referrals import a_referral


@pytest.fixture
def tenant(area) -> Tenant:
    home = factories.a_home(area, street="Spechtstraat", number=217)
    return factories.a_tenant(
        home,
        last_name="Ooievaar",
        phone="088 555 66 77",
        email="hennie@ooievaar.example",
        reach_note="duidelijk spreken",
    )


@pytest.fixture
def signal(tenant, consultant, caretaker) -> Signal:
    return factories.a_signal(tenant, by=caretaker, owner=consultant, fact="Post puilt uit de bus.")


@pytest.fixture
def referral(signal, consultant, partner_worker) -> Referral:
    """Just sent to the partner, with the name, the telephone number and the wish."""
    return a_referral(signal=signal, by=consultant, worker=partner_worker)
