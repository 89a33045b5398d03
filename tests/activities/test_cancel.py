"""Cancelling offers the chair to the first on the waiting list, once, and asks no reason."""

import pytest
from django.http import Http404

from accounts.models import stranger
from activities import actions
from activities.models import SignUp
from audit.models import Event
from ground.refusals import Refused
from outbox.models import Message
from tests.factories.activities import a_meetup, a_sign_up, begun

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def cancel_own(sign_up: SignUp) -> SignUp:
    return actions.cancel_own(sign_up.meetup, token=sign_up.token, by=stranger())


def kinds(sign_up: SignUp) -> set[str]:
    """The kinds of messages still queued for a guest."""
    waiting = Message.objects.filter(about__sign_up=sign_up.pk, status=Message.Status.QUEUED)
    return set(waiting.values_list("kind", flat=True))


@pytest.fixture
def full():
    """A meetup with two chairs: two confirmed guests and two who wait, in that order."""
    meetup = a_meetup(capacity=2)
    return [a_sign_up(meetup) for _ in range(4)]


def test_cancelling_offers_and_holds_the_chair_for_the_first_waiting(full):
    first, _, third, fourth = full

    cancel_own(first)

    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.status, third.numbers) == (Status.OFFERED, [1])
    assert fourth.status == Status.WAITING
    assert kinds(third) == {"sign_up_offered"}


def test_second_free_chair_is_offered_to_the_second_waiting(full):
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


def test_cancelling_a_waiting_guest_frees_no_chair(full):
    _, _, third, fourth = full

    cancel_own(third)

    fourth.refresh_from_db()
    assert (fourth.status, fourth.number_in_line) == (Status.WAITING, 0)


def test_cancelling_withdraws_all_queued_messages(full):
    cancel_own(full[0])

    assert kinds(full[0]) == set()


def test_cancelling_after_the_start_is_refused(full):
    begun(full[0].meetup)

    with pytest.raises(Refused, match="hoeft niet meer"):
        cancel_own(full[0])


def test_planner_cancels_for_a_guest(full, consultant):
    actions.cancel_sign_up(full[0], by=consultant)

    full[2].refresh_from_db()
    assert full[2].status == Status.OFFERED


def test_token_of_one_meetup_does_not_cancel_at_another(full):
    other = a_meetup()

    with pytest.raises(SignUp.DoesNotExist):
        actions.cancel_own(other, token=full[0].token, by=stranger())


@pytest.mark.parametrize("who", ["stranger", "host", "caretaker", "partner_worker"])
def test_cancelling_for_a_guest_is_for_planners_only(full, who, request):
    person = request.getfixturevalue(who)

    with pytest.raises(Http404):
        actions.cancel_sign_up(full[0], by=person)
