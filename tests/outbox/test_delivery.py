"""Delivery of messages over SMTP to a real mail server, and concurrent workers."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from outbox import actions
from outbox.actions import delivery
from outbox.models import Message
from outbox.relay import Answer, Outcome
from tests import factories
from tests.factories.race import during, race
from tests.sink import Sink

Status = Message.Status
pytestmark = pytest.mark.usefixtures("every_day_is_worked")


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "outbox.relay.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def without_outbox_wakeup(monkeypatch):
    """The doorbell is not what is tried here."""
    monkeypatch.setattr("outbox.actions.queueing.start_delivery", lambda: None)


def a_message() -> Message:
    """The notice of an urgent signal that was just logged."""
    factories.an_urgent_signal()
    return Message.objects.get(kind="follow_up_urgent")


def status(message: Message) -> str:
    message.refresh_from_db()
    return message.status


@pytest.mark.django_db
def test_message_is_sent_once_with_its_own_message_id(sink):
    message = a_message()

    sent = actions.deliver_due() + actions.deliver_due()

    assert (sent, status(message)) == (1, Status.SENT)
    assert [mail["Message-ID"] for mail in sink.messages] == [message.message_id]


@pytest.mark.django_db
def test_mail_contains_no_name_finding_or_address(sink):
    signal = factories.an_urgent_signal()

    actions.deliver_due()

    mail = sink.messages[0].get_payload(decode=True).decode() + sink.messages[0]["Subject"]
    assert str(signal.pk) in mail
    assert signal.tenant.last_name not in mail
    assert signal.fact not in mail
    assert signal.home.street not in mail


@pytest.mark.django_db
def test_permanently_refused_address_fails_and_needs_a_person(sink):
    message = a_message()
    sink.refuse = "550 no such box"

    actions.deliver_due()

    assert status(message) == Status.FAILED
    assert "(550)" in message.error
    assert message in Message.objects.stuck()


@pytest.mark.django_db
def test_temporary_refusal_is_queued_for_later(sink):
    message = a_message()
    sink.refuse = "451 greylisted"

    actions.deliver_due()

    assert status(message) == Status.QUEUED
    assert message.due_at > timezone.now()


@pytest.mark.django_db
def test_connection_lost_after_data_gives_unknown_and_no_second_delivery(sink):
    message = a_message()
    sink.hang_up_after_data = True

    actions.deliver_due()
    actions.deliver_due()

    assert status(message) == Status.UNKNOWN
    assert len(sink.messages) == 1
    assert message in Message.objects.stuck()


@pytest.mark.django_db
def test_connection_lost_with_a_deduplicating_relay_is_queued_again(sink, settings):
    settings.RELAY_DEDUPLICATES = True
    message = a_message()
    sink.hang_up_after_data = True

    actions.deliver_due()

    assert status(message) == Status.QUEUED


@pytest.mark.django_db
def test_unreachable_mail_server_keeps_the_message_queued(settings):
    settings.EMAIL_BACKEND = "outbox.relay.Backend"
    with Sink() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    message = a_message()

    actions.deliver_due()

    assert status(message) == Status.QUEUED


@pytest.mark.django_db
def test_message_no_longer_needed_is_dropped_and_not_sent(sink):
    message = a_message()
    Message.objects.filter(pk=message.pk).update(about={"follow_up": 0})

    actions.deliver_due()

    assert status(message) == Status.DROPPED
    assert sink.messages == []


@pytest.mark.django_db
def test_claim_of_a_dead_worker_expires_and_the_message_is_sent(sink, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    message = a_message()
    actions.claim()
    assert status(message) == Status.CLAIMED

    actions.deliver_due()

    assert status(message) == Status.SENT
    assert len(sink.messages) == 1


@pytest.mark.django_db
def test_worker_with_an_expired_lease_sends_nothing(sink, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    message = a_message()
    slow = actions.claim()
    actions.deliver_due()

    delivery._deliver(slow)

    assert status(message) == Status.SENT
    assert len(sink.messages) == 1


def given_up_and_claimed_again() -> tuple[Message, Message]:
    """A worker is handing a message over when its lease runs out, and another takes it on: the
    message as the one and as the other has it."""
    (slow,) = actions.claim()
    hand_over(slow)
    actions.sweep()
    (quick,) = actions.claim()
    hand_over(quick)
    return slow, quick


def hand_over(message: Message) -> None:
    assert delivery._begin(message)
    assert delivery._step(message, Status.MAKING, Status.HANDING_OVER)


@pytest.mark.django_db
def test_a_worker_that_was_given_up_settles_nothing_for_the_next_one(settings):
    settings.OUTBOX_LEASE_SECONDS, settings.RELAY_DEDUPLICATES = 0, True
    message = a_message()
    slow, quick = given_up_and_claimed_again()

    delivery._settle(slow, Answer(Outcome.LATER))

    assert status(message) == Status.HANDING_OVER
    assert delivery._step(quick, Status.HANDING_OVER, Status.SENT)


@pytest.mark.django_db
def test_with_the_token_of_the_next_one_it_would_be_sent_again(settings):
    settings.OUTBOX_LEASE_SECONDS, settings.RELAY_DEDUPLICATES = 0, True
    message = a_message()
    slow, quick = given_up_and_claimed_again()
    slow.token = quick.token

    delivery._settle(slow, Answer(Outcome.LATER))

    assert status(message) == Status.QUEUED


@pytest.mark.django_db
def test_a_message_stays_with_a_worker_whose_lease_did_not_run_out():
    message = a_message()
    actions.claim()

    actions.sweep()

    assert status(message) == Status.CLAIMED


@pytest.mark.django_db
def test_message_of_a_worker_that_died_while_handing_over_becomes_unknown(sink, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    message = a_message()
    (claimed,) = actions.claim()
    delivery._begin(claimed)
    delivery._step(claimed, Status.MAKING, Status.HANDING_OVER)

    actions.deliver_due()

    assert status(message) == Status.UNKNOWN
    assert sink.messages == []


@pytest.mark.django_db
def test_text_message_without_a_gateway_goes_by_hand(sink, settings):
    settings.TEXT_GATEWAY = ""
    message = a_message()
    Message.objects.filter(pk=message.pk).update(channel=Message.Channel.TEXT)

    actions.deliver_due()

    assert status(message) == Status.BY_HAND


def deliver_at_once(workers: int) -> None:
    """Run the delivery in several workers at the same moment."""
    assert race([actions.deliver_due] * workers) == []


@pytest.mark.django_db(transaction=True)
def test_concurrent_workers_send_each_message_once(sink):
    owner = factories.an_urgent_signal().owner
    for n in range(60):
        actions.queue(f"extra:{n}", owner.email, "follow_up_urgent", follow_up=1)
    Message.objects.update(about=Message.objects.first().about)

    deliver_at_once(8)

    ids = [mail["Message-ID"] for mail in sink.messages]
    assert len(ids) == len(set(ids)) == Message.objects.count()


@pytest.mark.django_db(transaction=True)
def test_concurrent_workers_without_the_claim_send_duplicates(sink, monkeypatch):
    owner = factories.an_urgent_signal().owner
    for n in range(60):
        actions.queue(f"extra:{n}", owner.email, "follow_up_urgent", follow_up=1)
    Message.objects.update(about=Message.objects.first().about)
    taken = threading.local()

    def claim_nothing(limit: int = 500) -> list[Message]:
        first, taken.already = not getattr(taken, "already", False), True
        return list(Message.objects.filter(status=Status.QUEUED)) if first else []

    monkeypatch.setattr(delivery, "claim", claim_nothing)
    monkeypatch.setattr(delivery, "_step", lambda *a, **k: True)

    deliver_at_once(8)

    ids = [mail["Message-ID"] for mail in sink.messages]
    assert len(ids) > len(set(ids))


IN_A_SUBQUERY = """
UPDATE outbox_message SET status_since = now() WHERE id IN (
    SELECT id FROM outbox_message ORDER BY attempts, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
"""


@pytest.mark.django_db
def test_a_claim_takes_no_more_than_its_limit_whatever_the_plan():
    actions.queue("extra:0", "iemand@delinde.example", "follow_up_urgent", follow_up=1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_message")  # from now on the planner expects one row
        for nth in range(1, 5):
            actions.queue(f"extra:{nth}", "x@delinde.example", "follow_up_urgent", follow_up=1)
        cursor.execute(IN_A_SUBQUERY)
        taken_by_a_subquery = cursor.rowcount

    claimed = actions.claim(limit=2)

    assert taken_by_a_subquery > 1, "with this plan a subquery after IN no longer runs every time"
    assert len(claimed) == 2


@pytest.mark.usefixtures("without_outbox_wakeup")
@pytest.mark.django_db(transaction=True)
def test_a_claim_passes_over_what_another_worker_is_claiming():
    message = a_message()
    actions.queue("extra:1", "iemand@delinde.example", "follow_up_urgent", follow_up=1)
    claimed = []

    waited, failure = during(
        lambda: claimed.append(actions.claim(limit=1)), lambda: claimed.append(actions.claim())
    )

    first, second = ({claim.pk for claim in claims} for claims in claimed)
    assert (waited, failure) == (False, None)
    assert len(first) == len(second) == 1
    assert first | second == set(Message.objects.values_list("pk", flat=True))
    assert message.pk in first | second
