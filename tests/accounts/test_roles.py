"""One role each, one table of abilities."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User, stranger
from accounts.roles import MATRIX, SECOND_FACTOR, SIDES, STAFF, Can, Role, Side, on_side

# The abilities of somebody who signs in without a second factor, or does not sign in at all.
PUBLIC_ABILITIES = {
    Can.SIGN_UP,
    Can.HOST_MEETUPS,
    Can.REPORT,
    Can.ACCEPT_INVITATION,
    Can.ANSWER_BY_LINK,
}


def test_every_role_is_in_the_table_and_every_ability_is_somebodys():
    assert set(MATRIX) == set(Role)
    assert set().union(*MATRIX.values()) == set(Can)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_side(role):
    assert role in SIDES, (
        f"{role.name} has no side. Add it to SIDES in accounts/roles.py: the side decides about "
        "the second factor, the staff pages and the weekly review of reads."
    )


@pytest.mark.parametrize("role", Role)
def test_a_role_without_a_second_factor_has_public_abilities_only(role):
    more = MATRIX[role] - PUBLIC_ABILITIES

    assert role in SECOND_FACTOR or role == Role.SYSTEM or not more, (
        f"{role.name} signs in without a second factor, so it cannot have {more}. Put it on the "
        "side STAFF or PARTNER in accounts/roles.py, or take the abilities away."
    )


def test_a_role_nobody_placed_needs_a_second_factor_and_is_reviewed(monkeypatch):
    monkeypatch.delitem(SIDES, Role.CARETAKER)

    assert Role.CARETAKER in on_side(Side.STAFF)
    assert on_side(Side.STAFF, Side.PARTNER) == SECOND_FACTOR
    assert on_side(Side.STAFF) == STAFF


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
