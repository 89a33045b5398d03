"""Reminders: each once, on the day, never for what was done in between."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from outbox import actions as outbox
from outbox.models import Message
from signals import actions
from signals.models import FollowUp, Signal
from tests import roads

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def any_time_of_day(settings):
    settings.REMIND_FROM = time(0, 0)


@pytest.fixture
def due(caretaker, consultant, area) -> FollowUp:
    """A step that fell due yesterday."""
    signal = roads.a_signal(roads.a_tenant(roads.a_home(area)), by=caretaker)
    signal.follow_ups.update(due_on=timezone.localdate() - timedelta(days=1))
    return signal.follow_ups.get()


def reminders() -> list[Message]:
    return list(Message.objects.filter(kind="follow_up_due"))


def test_the_owner_is_reminded_once_however_often_the_clock_ticks(due, consultant):
    first, second = actions.remind_due(), actions.remind_due()

    assert (first, second) == (1, 0)
    assert [m.to for m in reminders()] == [consultant.email]


def test_nothing_is_sent_before_the_day(due):
    FollowUp.objects.update(due_on=timezone.localdate() + timedelta(days=1))

    assert actions.remind_due() == 0


def test_nothing_is_sent_before_the_time_of_day(due, settings):
    settings.REMIND_FROM = time(23, 59, 59)

    assert actions.remind_due() == 0


def test_a_finished_step_is_not_reminded_of(due, consultant):
    actions.finish(due, outcome=FollowUp.Outcome.SPOKEN, by=consultant)

    actions.remind_due()

    assert reminders() == []


def test_a_reminder_that_has_not_left_is_taken_back_when_the_step_is_finished(due, consultant):
    actions.remind_due()

    actions.finish(due, outcome=FollowUp.Outcome.SPOKEN, by=consultant)

    assert [m.status for m in reminders()] == [Message.Status.DROPPED]


def test_a_reminder_that_was_claimed_just_before_closing_is_dropped(due, consultant):
    actions.remind_due()
    claimed = outbox.claim()
    actions.close(due.signal, reason=Signal.Reason.SOLVED, by=consultant)

    prepared = [outbox.prepare(m) for m in claimed if m.kind == "follow_up_due"]

    assert prepared == [None]


def test_the_mail_holds_a_number_and_a_link_and_no_name(due, consultant):
    actions.remind_due()
    mail = next(outbox.prepare(m) for m in outbox.claim() if m.kind == "follow_up_due")

    said = mail.subject + mail.body
    assert str(due.pk) in said
    assert "/vandaag/" in said
    assert due.signal.tenant.last_name not in said
    assert "eenzaam" not in said.lower()
