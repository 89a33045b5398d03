"""Roles, their abilities and their sides."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User, stranger
from accounts.roles import MATRIX, SECOND_FACTOR, SIDES, STAFF, Can, Role, Side, on_side

# Abilities that need no second factor, or no sign-in at all.
PUBLIC_ABILITIES = {
    Can.SIGN_UP,
    Can.HOST_MEETUPS,
    Can.REPORT,
    Can.ACCEPT_INVITATION,
    Can.ANSWER_BY_LINK,
}


def test_matrix_has_every_role_and_gives_every_ability_to_some_role():
    without = set(Role) - set(MATRIX)
    nobodys = set(Can) - set().union(*MATRIX.values())

    assert not without, f"{without}: say in MATRIX of accounts/roles.py what they can do."
    assert not nobodys, f"{nobodys}: give them to a role in MATRIX of accounts/roles.py."


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_side(role):
    assert role in SIDES, (
        f"{role.name} has no side. Add it to SIDES in accounts/roles.py: the side decides about "
        "the second factor, the staff pages and the weekly review of reads."
    )


@pytest.mark.parametrize("role", Role)
def test_role_without_a_second_factor_has_public_abilities_only(role):
    more = MATRIX[role] - PUBLIC_ABILITIES

    assert role in SECOND_FACTOR or role == Role.SYSTEM or not more, (
        f"{role.name} signs in without a second factor, so it cannot have {more}. Put it on the "
        "side STAFF or PARTNER in accounts/roles.py, or take the abilities away."
    )


def test_role_without_a_side_counts_as_staff_and_needs_a_second_factor(monkeypatch):
    monkeypatch.delitem(SIDES, Role.CARETAKER)

    assert Role.CARETAKER in on_side(Side.STAFF)
    assert on_side(Side.STAFF, Side.PARTNER) == SECOND_FACTOR
    assert on_side(Side.STAFF) == STAFF


@pytest.mark.django_db
def test_stranger_is_unsaved_and_cannot_be_saved():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("x@y.example", role=Role.STRANGER)

    assert stranger().pk is None


@pytest.mark.django_db
def test_disabled_account_has_no_abilities(coordinator):
    coordinator.is_active = False

    assert not any(coordinator.can(ability) for ability in Can)


@pytest.mark.django_db
def test_system_account_has_no_usable_password():
    assert not User.objects.system().has_usable_password()
