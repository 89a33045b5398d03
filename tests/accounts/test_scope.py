"""Which rows a single ability makes visible; seeing every area is a separate ability."""

import pytest

from accounts.models import User
from accounts.roles import MATRIX, Can, Role
from imports.models import ImportRun
from referrals.models import Referral
from signals.models import Cover, FollowUp, Round, Signal
from tenants.models import Home, Tenant
from tests.house.world import World

pytestmark = pytest.mark.django_db
PERSONAL = [Tenant, Home, Signal, FollowUp, Round, Cover, Referral]


@pytest.fixture
def somebody_who_can(monkeypatch):
    """Return a function that creates a user whose role has exactly the given abilities."""

    def with_abilities(*abilities: Can) -> User:
        monkeypatch.setitem(MATRIX, Role.HOST, set(abilities))
        return User.objects.create_user("iemand@example.org", role=Role.HOST)

    return with_abilities


@pytest.mark.parametrize("ability", [Can.IMPORT, Can.KEEP_RULES, Can.ASSIGN_WORK, Can.KEEP_TERMS])
def test_ability_to_manage_something_shows_no_personal_data(somebody_who_can, ability):
    World()

    user = somebody_who_can(ability)

    assert [model for model in PERSONAL if model.objects.visible_to(user).exists()] == []


def test_see_all_areas_alone_shows_no_personal_data(somebody_who_can):
    World()

    user = somebody_who_can(Can.SEE_ALL_AREAS)

    assert [model for model in PERSONAL if model.objects.visible_to(user).exists()] == []


@pytest.mark.parametrize(
    ("ability", "model"),
    [(Can.SEE_TENANTS, Tenant), (Can.WORK_SIGNALS, Signal), (Can.REFER, Referral)],
)
def test_see_all_areas_widens_the_rows_of_another_ability(somebody_who_can, ability, model):
    World()

    user = somebody_who_can(ability)
    assert not model.objects.visible_to(user).exists()

    MATRIX[Role.HOST].add(Can.SEE_ALL_AREAS)
    assert model.objects.visible_to(user).exists()


def test_ability_to_import_shows_imports(somebody_who_can):
    World()

    assert ImportRun.objects.visible_to(somebody_who_can(Can.IMPORT)).exists()
