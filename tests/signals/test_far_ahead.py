"""A step that is planned far ahead needs a reason, which the coordinator hears."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.days import day_in_words
from ground.workdays import working_days_after
from outbox.actions import render_text
from outbox.models import Message
from signals.models import Signal, SignalNote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(area, consultant) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)


def move(client, signal: Signal, day: date, **more):
    step = signal.follow_ups.open().get()
    form = {"outcome": "moved", "next_on": day.strftime("%d-%m-%Y")} | more
    return client.post(reverse("signals:finish", args=[step.pk]), form, follow=True)


def far() -> date:
    return working_days_after(timezone.localdate(), 40)


def test_a_step_moved_far_ahead_asks_why_and_keeps_what_was_typed(signed_in, consultant, signal):
    answer = move(signed_in(consultant), signal, far(), words="Bel mij later.")

    assert answer.status_code == 422
    assert f"{day_in_words(far()).capitalize()} is ver weg." in answer.text
    assert "Waarom mag het zo laat?" in answer.text
    assert "Bel mij later." in answer.text
    assert signal.follow_ups.open().get().due_on < far()


def test_with_a_reason_it_is_planned_noted_and_told_to_the_coordinator(
    signed_in, consultant, coordinator, signal
):
    move(signed_in(consultant), signal, far(), why_later="Tot dan logeert ze in Canada.")

    assert signal.follow_ups.open().get().due_on == far()
    note = SignalNote.objects.get()
    assert "Tot dan logeert ze in Canada." in note.text
    message = Message.objects.get(kind="follow_up_put_off")
    assert message.to == coordinator.email
    text = render_text(message)
    assert "ver vooruit" in text
    assert "Canada" not in text


def test_moving_twice_asks_twice(signed_in, consultant, coordinator, signal):
    client = signed_in(consultant)
    move(client, signal, far(), why_later="Op reis.")

    answer = move(client, signal, far() + timedelta(days=28))

    assert answer.status_code == 422


def test_within_a_month_nobody_is_asked_why(signed_in, consultant, signal):
    day = working_days_after(timezone.localdate(), 20)

    move(signed_in(consultant), signal, day)

    assert signal.follow_ups.open().get().due_on == day
    assert not SignalNote.objects.exists()


def test_what_must_be_done_today_may_wait_one_day(signed_in, consultant, area):
    signal = factories.a_signal(
        factories.a_tenant(factories.a_home(area)), owner=consultant, urgency="today"
    )
    client = signed_in(consultant)

    answer = move(client, signal, working_days_after(timezone.localdate(), 2))

    assert answer.status_code == 422
    assert "is ver weg" in answer.text


def test_a_conversation_with_a_far_next_step_asks_why(signed_in, consultant, signal):
    step = signal.follow_ups.open().get()
    form = {
        "present": ["tenant"], "own_words": "Het gaat.", "next": "call",
        "next_on": far().strftime("%d-%m-%Y"),
    }  # fmt: skip

    answer = signed_in(consultant).post(
        reverse("signals:record_conversation", args=[step.pk]), form
    )

    assert answer.status_code == 422
    assert "is ver weg" in answer.text
    assert "Het gaat." in answer.text
