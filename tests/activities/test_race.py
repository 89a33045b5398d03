"""Concurrent sign-ups for few chairs; the same race without the locks oversells."""

import functools
import time
import uuid
from collections import Counter
from collections.abc import Callable

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import stranger
from activities import actions, seating
from activities.models import Chair, Meetup, SignUp
from tests.factories.activities import a_meetup, a_sign_up
from tests.factories.race import race

pytestmark = pytest.mark.django_db(transaction=True)
TABLES, RIVALS = 30, 5


@pytest.fixture(autouse=True)
def without_outbox_wakeup(monkeypatch):
    """Do not wake the outbox worker: it is not part of the race."""
    monkeypatch.setattr("outbox.actions.queueing.start_delivery", lambda: None)


def rival(sign_up: Callable, meetup: Meetup, n: int) -> Callable[[], object]:
    fields = {"key": uuid.uuid4(), "name": f"Rivaal {n}", "phone": f"06 1234 56{n:02}"}
    return lambda: sign_up(meetup, by=stranger(), **fields)


def careless_sign_up(meetup: Meetup, *, by, name, phone, **fields) -> None:
    """Sign up without the defence: count, then insert, without a lock or numbered chairs."""
    taken = meetup.sign_ups.coming().count()
    time.sleep(0.005)
    status = SignUp.Status.CONFIRMED if taken < meetup.capacity else SignUp.Status.WAITING
    SignUp.objects.create(
        meetup=meetup, status=status, name=name, phone=phone,
        person=SignUp.person_of(name, phone), **fields,
    )  # fmt: skip


def sold(meetups: list[Meetup]) -> Counter:
    return Counter(SignUp.objects.coming().values_list("meetup", flat=True))


def fight_over(sign_up: Callable, meetups: list[Meetup]) -> None:
    """Let five rivals race for the one chair of each meetup."""
    for meetup in meetups:
        assert race([rival(sign_up, meetup, n) for n in range(RIVALS)]) == []


def test_twenty_concurrent_sign_ups_for_one_chair_confirm_one_and_queue_nineteen():
    meetup = a_meetup(capacity=1)

    failures = race([rival(actions.sign_up, meetup, n) for n in range(20)])

    assert failures == []
    assert meetup.sign_ups.coming().count() == 1
    in_line = [guest.number_in_line for guest in meetup.sign_ups.waiting()]
    assert in_line == list(range(19))


def test_concurrent_sign_ups_never_oversell():
    meetups = [a_meetup(capacity=1) for _ in range(TABLES)]

    fight_over(actions.sign_up, meetups)

    assert list(sold(meetups).values()) == [1] * TABLES


@pytest.fixture
def no_guard():
    """Disable the trigger that compares chairs with people."""
    pgtrigger.disable("activities.SignUp:fits")
    yield
    pgtrigger.enable("activities.SignUp:fits")


@pytest.mark.usefixtures("no_guard")
def test_control_without_lock_and_trigger_oversells():
    meetups = [a_meetup(capacity=1) for _ in range(TABLES)]

    fight_over(careless_sign_up, meetups)

    oversold = [pk for pk, n in sold(meetups).items() if n > 1]
    assert len(oversold) > TABLES / 3


def test_unique_chair_numbers_prevent_overselling_without_the_lock(monkeypatch):
    monkeypatch.setattr(seating, "lock_meetup", lambda meetup: Meetup.objects.get(pk=meetup.pk))
    free_chairs = seating.free_chairs

    def dawdle(meetup: Meetup, most: int | None = None) -> list[int]:
        chairs = free_chairs(meetup, most)
        time.sleep(0.05)
        return chairs

    monkeypatch.setattr(seating, "free_chairs", dawdle)
    meetup = a_meetup(capacity=1)

    failures = race([rival(actions.sign_up, meetup, n) for n in range(RIVALS)])

    assert {type(failure) for failure in failures} == {IntegrityError}
    assert meetup.sign_ups.coming().count() == 1


def test_one_form_sent_ten_times_at_once_makes_one_sign_up():
    meetup = a_meetup()
    fields = {"key": uuid.uuid4(), "name": "Hennie", "phone": "06 12345678", "by": stranger()}

    failures = race([lambda: actions.sign_up(meetup, **fields)] * 10)

    assert failures == []
    assert meetup.sign_ups.count() == 1


def test_concurrent_cancellations_offer_each_chair_to_one_waiting_guest():
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
    assert (
        set(meetup.sign_ups.filter(status__in=SignUp.SEATED).values_list("pk", flat=True))
        == staying
    )
    assert sorted(meetup.chairs.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_accepting_while_the_offer_expires_has_one_outcome():
    for _ in range(20):
        meetup = a_meetup(capacity=1)
        first, second = [a_sign_up(meetup) for _ in range(2)]
        actions.cancel_own(meetup, token=first.token, by=stranger())
        SignUp.objects.filter(pk=second.pk).update(offered_until=timezone.now())
        yes = functools.partial(actions.accept_own, meetup, token=second.token, by=stranger())

        failures = race([yes, actions.tick])

        second.refresh_from_db()
        chairs = Chair.objects.filter(meetup=meetup).count()
        assert (second.status, chairs, len(failures)) in {
            (SignUp.Status.CONFIRMED, 1, 0),
            (SignUp.Status.LAPSED, 0, 1),
        }


def test_person_on_two_waiting_lists_gets_one_offer_at_a_time():
    here, there = a_meetup(capacity=1), a_meetup(capacity=1)
    first, second = a_sign_up(here), a_sign_up(there)
    for meetup in (here, there):
        a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678")

    failures = race(
        [
            lambda g=guest: actions.cancel_own(g.meetup, token=g.token, by=stranger())
            for guest in (first, second)
        ]
    )

    assert failures == []
    hennie = SignUp.objects.filter(person="+31 6 12345678 hennie")
    assert sorted(hennie.values_list("status", flat=True)) == ["offered", "waiting"]


def somebody_waits_for_two_tables() -> list[BaseException]:
    """One transaction frees a chair at the first meetup and then at the second, while another frees
    one at the second; one person waits for both. Returns the exceptions."""
    here, there = a_meetup(capacity=1), a_meetup(capacity=2)
    first, second, third = a_sign_up(here), a_sign_up(there), a_sign_up(there)
    for meetup in (here, there):
        a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678")

    def leaves(guest: SignUp) -> None:
        actions.cancel_own(guest.meetup, token=guest.token, by=stranger())

    def leave_both() -> None:
        with transaction.atomic():
            leaves(first)
            time.sleep(0.4)
            leaves(second)

    def leave_later() -> None:
        time.sleep(0.2)
        leaves(third)

    return race([leave_both, leave_later])


def test_person_on_two_waiting_lists_causes_no_deadlock():
    assert somebody_waits_for_two_tables() == []
    assert SignUp.objects.filter(status=SignUp.Status.OFFERED).count() == 1


def test_control_without_the_offer_lock_deadlocks(monkeypatch):
    monkeypatch.setattr(seating, "_may_ask", lambda person: True)

    (failure,) = somebody_waits_for_two_tables()

    assert "deadlock" in str(failure)
