"""Reminders: one digest per working day, urgent steps at once, nothing about finished work."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from ground.workdays import is_working_day
from outbox import actions as outbox
from outbox.kinds import KINDS
from outbox.models import Message
from signals import actions
from signals.models import FollowUp, Signal
from signals.reminders import digest_key, reminder_day
from tests import factories
from tests.factories.noticed import a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
SATURDAY, MONDAY = datetime(2026, 11, 28, 22, 0), datetime(2026, 11, 30, 8, 30)


@pytest.fixture
def due(caretaker, consultant, area) -> FollowUp:
    """A step that was due yesterday."""
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    signal.follow_ups.update(due_on=timezone.localdate() - timedelta(days=1))
    return signal.follow_ups.get()


@pytest.fixture
def at(settings):
    """Set both clocks: the database's `now()` and Python's."""

    def at_(moment: datetime) -> None:
        local = timezone.make_aware(moment)
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS fake")
            cursor.execute(
                """CREATE OR REPLACE FUNCTION fake.now() RETURNS timestamptz LANGUAGE sql STABLE
                   AS $$ SELECT current_setting('fake.now')::timestamptz $$"""
            )
            cursor.execute("SELECT set_config('fake.now', %s, true)", [local.isoformat()])
            cursor.execute("SET LOCAL search_path = fake, pg_catalog, public")

    return at_


def digests() -> list[Message]:
    return list(Message.objects.filter(kind="digest").order_by("pk"))


def urgent() -> list[Message]:
    return list(Message.objects.filter(kind="follow_up_urgent").order_by("pk"))


def words_of(message: Message) -> str:
    mail = outbox.prepare(message)
    return mail.subject + mail.body


def test_user_gets_one_digest_a_day_however_often_the_scheduler_runs(due, consultant):
    first, second = actions.tick(), actions.tick()

    assert (first.digests, second.digests) == (1, 0)
    assert [m.to for m in digests()] == [consultant.email]


def test_no_digest_is_sent_when_nothing_is_due(due):
    tomorrow = timezone.localdate() + timedelta(days=1)
    FollowUp.objects.update(due_on=tomorrow, heard_at=timezone.now())

    assert actions.tick().digests == 0


def test_nothing_is_sent_before_the_reminder_time(due, settings):
    settings.REMIND_FROM = time(23, 59, 59)

    assert actions.tick().digests == 0


def test_nothing_is_sent_on_a_day_off(due, settings):
    settings.WORKING_WEEK = [day for day in range(1, 8) if day != timezone.localdate().isoweekday()]
    assert not is_working_day(timezone.localdate())

    assert (actions.tick().digests, actions.tick().urgent) == (0, 0)


def test_digest_is_dropped_when_everything_was_finished_before_sending(due, consultant, mailoutbox):
    actions.tick()
    later = timezone.localdate() + timedelta(days=3)
    actions.finish(due, outcome=FollowUp.Outcome.SPOKEN, next_on=later, by=consultant)

    outbox.deliver_due()

    assert [m.status for m in digests()] == [Message.Status.DROPPED]
    assert mailoutbox == []


def test_digest_of_an_earlier_day_is_dropped(due, consultant):
    yesterday = timezone.localdate() - timedelta(days=1)
    about = {"user": consultant.pk, "day": yesterday.isoformat()}
    outbox.queue(digest_key(consultant.pk, yesterday), consultant.email, "digest", **about)

    assert outbox.prepare(outbox.claim()[0]) is None


def test_digest_holds_numbers_and_links_and_says_why_it_was_sent(due, consultant):
    actions.tick()

    said = words_of(outbox.claim()[0])

    assert "1 te laat" in said
    assert "/vandaag/" in said
    assert "Je krijgt dit bericht" in said
    assert due.signal.tenant.last_name not in said
    assert due.signal.home.street not in said
    assert "eenzaam" not in said.lower()


def test_urgent_step_is_mailed_at_once_and_only_once(caretaker, consultant, area):
    factories.an_urgent_signal(home=factories.a_home(area), by=caretaker)

    actions.tick()
    actions.tick()

    assert [m.to for m in urgent()] == [consultant.email]


def test_urgent_step_of_saturday_is_mailed_on_monday_at_half_past_eight(
    caretaker, consultant, area, settings, at, monkeypatch
):
    settings.WORKING_WEEK, settings.REMIND_FROM = [1, 2, 3, 4, 5], time(8, 30)
    monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(SATURDAY))
    signal = factories.an_urgent_signal(home=factories.a_home(area), by=caretaker)
    assert signal.follow_ups.get().due_on == MONDAY.date()
    assert reminder_day(signal) == MONDAY.date()

    told = []
    for moment in (SATURDAY, MONDAY - timedelta(seconds=1), MONDAY):
        at(moment)
        actions.tick()
        told.append(len(urgent()))

    assert told == [0, 0, 1]


def test_the_trail_has_one_reminder_of_an_urgent_step_however_often_the_clock_ticks(
    caretaker, consultant, area
):
    signal = factories.an_urgent_signal(home=factories.a_home(area), by=caretaker)

    ticks = [actions.tick() for _ in range(2)]

    step = signal.follow_ups.get()
    assert [ticked.urgent for ticked in ticks] == [0, 0]
    assert Event.objects.filter(verb="signals.remind", subject_id=str(step.pk)).count() == 1


def test_urgent_message_is_dropped_when_the_step_is_finished(caretaker, consultant, area):
    signal = factories.an_urgent_signal(home=factories.a_home(area), by=caretaker)

    actions.finish(signal.follow_ups.get(), outcome=FollowUp.Outcome.SPOKEN, by=consultant)

    assert [m.status for m in urgent()] == [Message.Status.DROPPED]


def test_urgent_message_claimed_just_before_closing_is_dropped(caretaker, consultant, area):
    signal = factories.an_urgent_signal(home=factories.a_home(area), by=caretaker)
    claimed = outbox.claim()
    actions.close(signal, reason=Signal.Reason.SOLVED, by=consultant)

    assert [outbox.prepare(message) for message in claimed] == [None]


def test_urgent_message_holds_a_number_and_a_link_and_no_name(caretaker, consultant, area):
    signal = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)

    said = words_of(outbox.claim()[0])

    assert f"nummer {signal.follow_ups.get().pk}" in said
    assert signal.get_absolute_url() in said
    assert signal.tenant.last_name not in said
    assert signal.home.street not in said


def test_absent_user_gets_no_digest_and_the_cover_gets_one_about_both(due, consultant, coordinator):
    today = timezone.localdate()
    actions.cover(
        away=consultant, by_whom=coordinator, from_on=today, until_on=today, by=consultant
    )

    actions.tick()

    assert [m.to for m in digests()] == [coordinator.email]
    assert "1 daarvan voor een collega" in words_of(outbox.claim()[0])


def test_urgent_step_of_an_absent_user_is_mailed_to_the_cover(
    caretaker, consultant, coordinator, area
):
    today = timezone.localdate()
    actions.cover(
        away=consultant, by_whom=coordinator, from_on=today, until_on=today, by=consultant
    )

    factories.an_urgent_signal(home=factories.a_home(area), owner=consultant, by=caretaker)

    assert [m.to for m in urgent()] == [coordinator.email]


def test_user_who_chose_text_messages_gets_them_without_a_name(due, consultant, settings):
    settings.TEXT_GATEWAY = "sms.example"
    User.objects.filter(pk=consultant.pk).update(remind_by="sms", mobile="+31 6 12345678")

    actions.tick()

    message = outbox.claim()[0]
    mail = outbox.prepare(message)
    assert message.channel == Message.Channel.TEXT
    assert mail.to == ["31612345678@sms.example"]
    assert "vandaag 0, te laat 1" in mail.body
    assert due.signal.tenant.last_name not in mail.body


def test_step_late_beyond_the_term_is_escalated_to_the_coordinator_once(due, coordinator):
    FollowUp.objects.update(due_on=timezone.localdate() - timedelta(days=6))

    first, second = actions.tick(), actions.tick()

    assert (first.escalated, second.escalated) == (1, 0)
    due.refresh_from_db()
    assert due.escalated_at is not None
    assert Event.objects.filter(verb="signals.escalate", subject_id=str(due.pk)).count() == 1


def test_coordinators_digest_says_how_many_and_no_names(due, coordinator, consultant):
    FollowUp.objects.update(due_on=timezone.localdate() - timedelta(days=6))
    actions.tick()
    Message.objects.all().delete()

    actions.tick()

    message = Message.objects.get(to=coordinator.email)
    said = words_of(message)
    assert "1 stap is al langer te laat" in said
    assert consultant.name not in said


def test_unverified_report_is_in_the_digest_when_it_is_due(area, consultant):
    report = a_report(factories.a_home(area))
    report.follow_ups.update(due_on=timezone.localdate())

    actions.tick()

    assert "1 melding van buiten" in words_of(outbox.claim()[0])


def test_work_of_a_user_who_left_gets_a_new_owner_at_the_next_run(due, consultant, area):
    colleague = factories.a_user(Role.CONSULTANT, "Nieuwe Collega", (area,))
    User.objects.filter(pk=consultant.pk).update(is_active=False)

    first, second = actions.tick(), actions.tick()

    assert (first.adopted, second.adopted) == (1, 0)
    due.refresh_from_db()
    assert due.owner == Signal.objects.get(pk=due.signal_id).owner == colleague


def test_work_of_a_user_with_another_role_gets_a_new_owner(due, consultant, coordinator):
    User.objects.filter(pk=consultant.pk).update(role=Role.HOST)

    actions.tick()

    due.refresh_from_db()
    assert due.owner == coordinator


def test_work_that_nobody_can_take_keeps_its_owner(due, consultant):
    User.objects.filter(pk=consultant.pk).update(is_active=False)

    assert actions.tick().adopted == 0

    due.refresh_from_db()
    assert due.owner == consultant


@pytest.fixture
def colleague(area) -> User:
    return factories.a_user(Role.CONSULTANT, "Nadia Haan", (area,))


def test_new_owner_of_urgent_work_is_mailed(consultant, colleague, area, caretaker):
    signal = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    first = signal.owner
    outbox.deliver_due()

    second = colleague if first == consultant else consultant
    actions.hand_over(signal, to=second, by=first)

    assert [message.to for message in urgent()] == [first.email, second.email]


def test_message_about_urgent_work_handed_over_before_sending_is_dropped(
    consultant, colleague, area, caretaker
):
    signal = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    first = signal.owner
    claimed = outbox.claim()

    second = colleague if first == consultant else consultant
    actions.hand_over(signal, to=second, by=first)

    assert [KINDS[m.kind].resolve(m) for m in claimed if m.to == first.email] == [None]
    outbox.deliver_due()
    assert urgent()[-1].to == second.email


def test_undone_urgent_step_is_reminded_again(consultant, area, caretaker):
    signal = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    step = signal.follow_ups.get()
    actions.finish(step, outcome=FollowUp.Outcome.NOT_HOME, by=consultant)
    assert [message.status for message in urgent()] == [Message.Status.DROPPED]

    actions.undo(step, by=consultant)
    actions.tick()

    assert [message.status for message in urgent()] == ["dropped", "queued"]
