"""Nothing falls through: every open signal has one next step, whoever does what."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.doors import Refused
from signals import actions
from signals.forms import FinishForm
from signals.models import FollowUp, Signal
from signals.planning import plan
from tests import roads

pytestmark = pytest.mark.django_db
Outcome = FollowUp.Outcome


@pytest.fixture
def signal(caretaker, consultant, area) -> Signal:
    return roads.a_signal(roads.a_tenant(roads.a_home(area)), by=caretaker)


@pytest.fixture
def step(signal) -> FollowUp:
    return signal.follow_ups.get()


def finish(step, by, **changes):
    return actions.finish(step, by=by, **({"outcome": Outcome.SPOKEN} | changes))


def test_finishing_a_step_leaves_exactly_one_open_step(step, consultant):
    after = finish(step, consultant, next_kind=FollowUp.Kind.VISIT)

    assert step.signal.follow_ups.open().get() == after
    assert (after.kind, after.owner) == (FollowUp.Kind.VISIT, consultant)


def test_having_spoken_moves_the_signal_on(step, consultant):
    finish(step, consultant)

    assert Signal.objects.get(pk=step.signal_id).status == Signal.Status.TALKING


def test_not_at_home_takes_a_new_signal_in_hand(step, consultant):
    finish(step, consultant, outcome=Outcome.NOT_HOME)

    assert Signal.objects.get(pk=step.signal_id).status == Signal.Status.PICKED_UP


def test_moving_a_step_keeps_what_it_was(step, consultant):
    later = timezone.localdate() + timedelta(days=9)

    after = finish(step, consultant, outcome=Outcome.MOVED, next_on=later)

    assert (after.kind, after.due_on) == (step.kind, later)


def test_the_second_of_two_people_reads_what_the_first_did(step, consultant, coordinator):
    finish(step, consultant, outcome=Outcome.NOT_HOME)

    with pytest.raises(Refused, match="Samira El Idrissi rondde deze stap al af: niet thuis"):
        finish(step, coordinator)

    assert step.signal.follow_ups.count() == 2


def test_a_step_just_finished_can_be_taken_back(step, consultant):
    finish(step, consultant)

    actions.undo(step, by=consultant)

    assert step.signal.follow_ups.get() == step
    assert step.done_at is None


def test_a_step_of_yesterday_cannot_be_taken_back(step, consultant):
    finish(step, consultant)
    FollowUp.objects.filter(pk=step.pk).update(done_at=timezone.now() - timedelta(days=1))
    step.refresh_from_db()

    with pytest.raises(Refused, match="kan niet meer"):
        actions.undo(step, by=consultant)


def test_somebody_elses_step_cannot_be_taken_back(step, consultant, coordinator):
    finish(step, consultant)
    step.refresh_from_db()

    with pytest.raises(Refused):
        actions.undo(step, by=coordinator)


def test_closing_ends_the_open_step(signal, consultant):
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    assert not signal.follow_ups.open().exists()
    assert signal.follow_ups.get().outcome == Outcome.CLOSED


def test_the_database_refuses_a_closed_signal_without_a_reason(signal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(status=Signal.Status.CLOSED)


def test_the_database_refuses_a_second_open_step(signal, consultant):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(
            signal=signal, kind=FollowUp.Kind.CALL, owner=consultant, due_on=date(2030, 1, 1)
        )


def test_a_closed_signal_gets_no_next_step(signal, consultant):
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    assert plan(signal, FollowUp.Kind.CALL, by=consultant) is None
    assert not signal.follow_ups.open().exists()


def test_a_reopened_signal_has_a_next_step_again(signal, consultant):
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    actions.reopen(signal, by=consultant)

    assert signal.follow_ups.open().get().kind == FollowUp.Kind.CALL


def test_a_tenant_from_elsewhere_cannot_be_linked(signal, consultant, area):
    neighbour = roads.a_tenant(roads.a_home(area))

    with pytest.raises(Refused, match="woont niet op dit adres"):
        actions.link_tenant(signal, tenant=neighbour, by=consultant)


def test_a_consultant_of_another_area_cannot_see_or_finish(step, other_consultant, signed_in):
    url = reverse("signals:finish", args=[step.pk])

    assert signed_in(other_consultant).get(url).status_code == 404
    assert signed_in(other_consultant).post(url, {"outcome": "spoken"}).status_code == 404


def test_the_row_is_finished_in_one_post_with_the_next_step_filled_in(step, consultant, signed_in):
    url = reverse("signals:finish", args=[step.pk])
    panel = signed_in(consultant).get(url, headers={"HX-Request": "true"}).content.decode()
    first = panel.split('<option value="')[1].split('"')[0]

    answer = signed_in(consultant).post(url, {"outcome": "spoken", "next": first})

    assert answer.status_code == 302
    assert step.signal.follow_ups.open().get().kind == FollowUp.Kind.CALL


def test_a_day_in_the_past_is_refused_and_keeps_the_words(step, consultant, signed_in):
    url = reverse("signals:finish", args=[step.pk])
    first = FinishForm().fields["next"].choices[0][0]
    typed = {"outcome": "moved", "next": first, "next_on": "2020-01-06", "words": "Liever maandag."}

    answer = signed_in(consultant).post(url, typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Deze dag is al voorbij" in text
    assert "Liever maandag." in text


def test_a_closing_without_a_reason_keeps_what_was_typed(signal, consultant, signed_in):
    answer = signed_in(consultant).post(
        reverse("signals:close", args=[signal.pk]), {"tenant_view": "Prima zo."}
    )

    assert answer.status_code == 422
    assert "Kies waarom je afsluit" in answer.content.decode()
    assert "Prima zo." in answer.content.decode()
