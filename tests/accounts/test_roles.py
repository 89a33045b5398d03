"""One role each, one table of abilities."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User, stranger
from accounts.roles import MATRIX, Can, Role


def test_every_role_is_in_the_table_and_every_ability_is_somebodys():
    assert set(MATRIX) == set(Role)
    assert set().union(*MATRIX.values()) == set(Can)


@pytest.mark.django_db
def test_a_stranger_is_nobody_and_cannot_be_saved():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("x@y.example", role=Role.STRANGER)

    assert stranger().pk is None


@pytest.mark.django_db
def test_a_disabled_account_can_do_nothing(coordinator):
    coordinator.is_active = False

    assert not any(coordinator.can(ability) for ability in Can)


@pytest.mark.django_db
def test_the_system_cannot_sign_in():
    assert not User.objects.system().has_usable_password()
