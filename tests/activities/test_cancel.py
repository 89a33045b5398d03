"""Cancelling frees the chair for the first who waits, once, and nobody is asked why."""

import pytest
from django.http import Http404

from accounts.models import stranger
from activities import actions
from activities.models import SignUp
from audit.models import Event
from ground.refusals import Refused
from outbox.models import Message
from tests.roads.activities import a_meetup, a_sign_up, begun

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def cancel_own(sign_up: SignUp) -> SignUp:
    return actions.cancel_own(sign_up.meetup, token=sign_up.token, by=stranger())


def kinds(sign_up: SignUp) -> set[str]:
    """What is still to leave for somebody."""
    waiting = Message.objects.filter(about__sign_up=sign_up.pk, status=Message.Status.QUEUED)
    return set(waiting.values_list("kind", flat=True))


@pytest.fixture
def full():
    """A meetup with two chairs, both taken, and two who wait: (first, second, third, fourth)."""
    meetup = a_meetup(capacity=2)
    return [a_sign_up(meetup) for _ in range(4)]


def test_the_first_who_waits_is_asked_and_the_chair_is_held(full):
    first, _, third, fourth = full

    cancel_own(first)

    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.status, third.numbers) == (Status.OFFERED, [1])
    assert fourth.status == Status.WAITING
    assert kinds(third) == {"sign_up_offered"}


def test_the_next_chair_is_for_the_next_in_line(full):
    first, second, _, fourth = full

    cancel_own(first)
    cancel_own(second)

    fourth.refresh_from_db()
    assert (fourth.status, fourth.numbers) == (Status.OFFERED, [2])


def test_cancelling_twice_frees_one_chair(full):
    first, _, _, fourth = full

    cancel_own(first)
    cancel_own(first)

    fourth.refresh_from_db()
    assert fourth.status == Status.WAITING
    assert Event.objects.filter(verb="activities.cancel_sign_up").count() == 1


def test_who_leaves_the_line_frees_no_chair(full):
    _, _, third, fourth = full

    cancel_own(third)

    fourth.refresh_from_db()
    assert (fourth.status, fourth.number_in_line) == (Status.WAITING, 0)


def test_nothing_is_sent_any_more_to_who_cancelled(full):
    cancel_own(full[0])

    assert kinds(full[0]) == set()


def test_after_the_start_there_is_nothing_to_cancel(full):
    begun(full[0].meetup)

    with pytest.raises(Refused, match="hoeft niet meer"):
        cancel_own(full[0])


def test_a_colleague_cancels_for_who_phoned(full, consultant):
    actions.cancel_sign_up(full[0], by=consultant)

    full[2].refresh_from_db()
    assert full[2].status == Status.OFFERED


def test_the_secret_of_one_meetup_cancels_nothing_at_another(full):
    other = a_meetup()

    with pytest.raises(SignUp.DoesNotExist):
        actions.cancel_own(other, token=full[0].token, by=stranger())


@pytest.mark.parametrize("who", ["stranger", "host", "caretaker", "partner_worker"])
def test_nobody_else_cancels_for_somebody(full, who, request):
    person = request.getfixturevalue(who)

    with pytest.raises(Http404):
        actions.cancel_sign_up(full[0], by=person)
