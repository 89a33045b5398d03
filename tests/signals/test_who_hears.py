"""Who hears that work came to them, was taken from them, or changed: the owner, the companion."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from outbox.actions import render_text
from outbox.models import Message
from signals import actions
from signals.models import FollowUp, Signal, Visit
from tests import factories
from tests.factories.activities import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


@pytest.fixture
def colleague(area):
    return factories.a_user(Role.CONSULTANT, "Nadia Haan", (area,))


@pytest.fixture
def signal(consultant, caretaker, area) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)


def digest_of(user) -> str | None:
    """The text of this user's digest of the next morning, or None when there is none."""
    Message.objects.filter(kind="digest").delete()
    actions.tick()
    message = Message.objects.filter(kind="digest", to=user.email).first()
    return message and render_text(message)


def hand_over(signal, consultant, colleague):
    actions.hand_over(signal, to=colleague, by=consultant)


def hand_over_all(signal, consultant, colleague):
    actions.hand_over_all(consultant, to=colleague, by=consultant)


def next_step_for_another(signal, consultant, colleague):
    step = signal.follow_ups.open().get()
    outcome = FollowUp.Outcome.NOT_HOME
    actions.finish(step, outcome=outcome, next_owner=colleague, by=consultant)


def owner_left(signal, consultant, colleague):
    type(consultant).objects.filter(pk=consultant.pk).update(is_active=False)


VERBS = [hand_over, hand_over_all, next_step_for_another, owner_left]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_new_owner_hears_once_in_the_next_digest(signal, consultant, colleague, verb):
    assert digest_of(colleague) is None

    verb(signal, consultant, colleague)

    assert "1 nieuw op je lijst" in digest_of(colleague)
    assert digest_of(colleague) is None


def test_owner_of_a_signal_that_a_caretaker_logged_hears_before_it_is_due(signal, consultant):
    assert signal.follow_ups.open().get().due_on > timezone.localdate()

    assert "1 nieuw op je lijst" in digest_of(consultant)
    assert digest_of(consultant) is None


def test_digest_says_nothing_new_about_what_its_reader_did(signal, consultant):
    actions.pick_up(signal, by=consultant)
    actions.finish(signal.follow_ups.open().get(), outcome=FollowUp.Outcome.NOT_HOME, by=consultant)

    assert digest_of(consultant) is None


def test_new_work_that_was_taken_away_again_is_not_counted(signal, consultant, colleague):
    actions.tick()
    message = Message.objects.get(kind="digest", to=consultant.email)

    actions.hand_over(signal, to=colleague, by=consultant)

    assert render_text(message) is None


def a_visit(signal, by, companion, day: int = 3) -> Visit:
    return actions.plan_visit(
        signal, starts_at=at(day), minutes=30, companion=companion, told=Visit.Told.AGREED, by=by
    )


def heard_by(user) -> list[str]:
    """The texts about visits that are waiting for this user, oldest first."""
    waiting = Message.objects.filter(kind="visit_along", to=user.email).order_by("pk")
    return [render_text(one) for one in waiting.exclude(status=Message.Status.DROPPED)]


def test_companion_hears_that_a_visit_was_planned_moved_and_cancelled(
    signal, consultant, colleague
):
    visit = a_visit(signal, consultant, colleague)
    (planned,) = heard_by(colleague)
    a_visit(signal, consultant, colleague, day=4)
    (moved,) = heard_by(colleague)
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)
    (cancelled,) = heard_by(colleague)

    for text in (planned, moved):
        assert f"nummer {visit.pk}" in text
        assert "Je gaat mee" in text
    assert "gaat niet door of gaat zonder jou" in cancelled
    assert reverse("signals:route") in cancelled
    assert signal.tenant.last_name not in planned + moved + cancelled


def test_companion_who_is_replaced_hears_it_and_so_does_the_next(
    signal, consultant, colleague, area
):
    visit = a_visit(signal, consultant, colleague)
    other = factories.a_user(Role.CONSULTANT, "Tom Prins", (area,))

    actions.change_visit(visit, companion=other, minutes=30, by=consultant)

    assert "gaat zonder jou" in heard_by(colleague)[-1]
    assert "Je gaat mee" in heard_by(other)[-1]


def test_companion_hears_when_the_signal_is_handed_over_and_the_visit_lapses(
    signal, consultant, colleague, area
):
    a_visit(signal, consultant, colleague)
    other = factories.a_user(Role.CONSULTANT, "Tom Prins", (area,))

    actions.hand_over(signal, to=other, by=consultant)

    assert "gaat niet door" in heard_by(colleague)[-1]


def test_companion_who_changes_the_visit_is_not_told(signal, consultant, colleague):
    visit = a_visit(signal, consultant, colleague)
    Message.objects.all().delete()

    actions.change_visit(visit, companion=colleague, minutes=45, by=colleague)

    assert heard_by(colleague) == []
