"""Many hands reach for few chairs at once; the same race without the defence oversells."""

import time
import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from accounts.models import stranger
from activities import actions
from activities.models import Meetup, SignUp
from tests.roads.activities import a_meetup
from tests.roads.race import race

pytestmark = pytest.mark.django_db(transaction=True)
CHAIR = next(c for c in SignUp._meta.constraints if c.name == "chair_taken_once")
TABLES, RIVALS = 30, 5


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    """The doorbell is not what is raced here."""
    monkeypatch.setattr("outbox.actions.ring", lambda: None)


def rival(sign_up: Callable, meetup: Meetup, n: int) -> Callable[[], object]:
    fields = {"key": uuid.uuid4(), "name": f"Rivaal {n}", "phone": f"06 1234 56{n:02}"}
    return lambda: sign_up(meetup, by=stranger(), **fields)


def careless_sign_up(meetup: Meetup, *, by, **fields) -> None:
    """The defence taken away: count, then insert, without a lock."""
    taken = meetup.sign_ups.coming().count()
    time.sleep(0.005)
    free = taken < meetup.capacity
    SignUp.objects.create(
        meetup=meetup,
        chair=taken + 1 if free else None,
        status=SignUp.Status.CONFIRMED if free else SignUp.Status.WAITING,
        **fields,
    )


def sold(meetups: list[Meetup]) -> Counter:
    return Counter(SignUp.objects.coming().values_list("meetup", flat=True))


def fight_over(sign_up: Callable, meetups: list[Meetup]) -> None:
    """Five rivals for the one chair of each table."""
    for meetup in meetups:
        assert race([rival(sign_up, meetup, n) for n in range(RIVALS)]) == []


def test_twenty_people_and_one_chair_make_one_guest_and_a_line_of_nineteen():
    meetup = a_meetup(capacity=1)

    failures = race([rival(actions.sign_up, meetup, n) for n in range(20)])

    assert failures == []
    assert meetup.sign_ups.coming().count() == 1
    in_line = [guest.number_in_line for guest in meetup.sign_ups.waiting()]
    assert in_line == list(range(19))


def test_no_table_is_sold_twice():
    meetups = [a_meetup(capacity=1) for _ in range(TABLES)]

    fight_over(actions.sign_up, meetups)

    assert list(sold(meetups).values()) == [1] * TABLES


def test_the_same_race_without_the_defence_oversells():
    meetups = [a_meetup(capacity=1) for _ in range(TABLES)]
    with connection.schema_editor() as schema:
        schema.remove_constraint(SignUp, CHAIR)
    try:
        fight_over(careless_sign_up, meetups)
        oversold = [pk for pk, n in sold(meetups).items() if n > 1]
    finally:
        SignUp.objects.all().delete()
        with connection.schema_editor() as schema:
            schema.add_constraint(SignUp, CHAIR)

    assert len(oversold) > TABLES / 3


def test_the_numbered_chairs_stop_what_a_missing_lock_lets_through(monkeypatch):
    monkeypatch.setattr(actions, "_locked", lambda meetup: Meetup.objects.get(pk=meetup.pk))
    free_chair = actions._free_chair

    def dawdle(meetup: Meetup) -> int | None:
        chair = free_chair(meetup)
        time.sleep(0.05)
        return chair

    monkeypatch.setattr(actions, "_free_chair", dawdle)
    meetup = a_meetup(capacity=1)

    failures = race([rival(actions.sign_up, meetup, n) for n in range(RIVALS)])

    assert {type(failure) for failure in failures} == {IntegrityError}
    assert meetup.sign_ups.coming().count() == 1


def test_the_same_form_sent_ten_times_at_once_is_one_sign_up():
    meetup = a_meetup()
    fields = {"key": uuid.uuid4(), "name": "Hennie", "phone": "06 12345678", "by": stranger()}

    failures = race([lambda: actions.sign_up(meetup, **fields)] * 10)

    assert failures == []
    assert meetup.sign_ups.count() == 1


def test_everybody_cancels_at_once_and_everybody_who_waited_comes():
    meetup = a_meetup(capacity=5)
    race([rival(actions.sign_up, meetup, n) for n in range(10)])
    leaving = list(meetup.sign_ups.coming())
    staying = set(meetup.sign_ups.waiting().values_list("pk", flat=True))

    failures = race(
        [
            lambda token=guest.token: actions.cancel_own(meetup, token=token, by=stranger())
            for guest in leaving
        ]
    )

    assert failures == []
    assert set(meetup.sign_ups.coming().values_list("pk", flat=True)) == staying
    assert sorted(meetup.sign_ups.coming().values_list("chair", flat=True)) == [1, 2, 3, 4, 5]
