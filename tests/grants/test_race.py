"""Two administrators at the same moment, on real connections."""

import threading

import pytest

from accounts.models import User
from accounts.roles import Role
from grants import actions, asking
from grants.models import Grant
from ground.refusals import Refused
from tests import factories
from tests.factories.race import no_row_is_locked, race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two_administrators() -> list[User]:
    return [factories.a_user(Role.ADMINISTRATOR) for _ in range(2)]


def each_other_off(two: list[User]) -> list[BaseException]:
    first, second = two
    return race(
        [
            lambda: actions.switch_off(second, by=first),
            lambda: actions.switch_off(first, by=second),
        ]
    )


def how_many_left() -> int:
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count()


def test_of_two_administrators_who_switch_each_other_off_one_stays(two_administrators):
    failures = each_other_off(two_administrators)

    assert [type(failure) for failure in failures] == [Refused]
    assert how_many_left() == 1


def test_control_without_the_lock_nobody_is_left(two_administrators, monkeypatch):
    no_row_is_locked(monkeypatch)
    together = threading.Barrier(2)
    ask = asking.require_another_administrator

    def both_ask_first(account: User) -> None:
        ask(account)
        together.wait(timeout=10)

    monkeypatch.setattr(asking, "require_another_administrator", both_ask_first)

    assert each_other_off(two_administrators) == []
    assert how_many_left() == 0


def test_of_two_who_decide_at_once_one_is_refused(two_administrators):
    asked_by = factories.a_user(Role.ADMINISTRATOR)
    account = actions.add_account(
        email="nieuw@delinde.example", name="Noor", role=Role.CONSULTANT, areas=[], by=asked_by
    )
    grant, (first, second) = account.grants.get(), two_administrators

    failures = race(
        [lambda: actions.confirm(Grant.objects.get(pk=grant.pk), by=first),
         lambda: actions.refuse(Grant.objects.get(pk=grant.pk), by=second)]
    )  # fmt: skip

    grant.refresh_from_db()
    account.refresh_from_db()
    assert [type(failure) for failure in failures] == [Refused]
    assert account.is_active == (grant.status == Grant.Status.CONFIRMED)
