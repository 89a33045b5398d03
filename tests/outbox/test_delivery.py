"""What becomes of a message, in a real conversation with a mail server."""

import threading

import pytest
from django.utils import timezone

from outbox import actions
from outbox.actions import delivery
from outbox.models import Message
from tests import roads
from tests.roads.race import race
from tests.sink import Sink

Status = Message.Status
pytestmark = pytest.mark.usefixtures("every_day_is_worked")


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


def a_message() -> Message:
    """The notice of a signal that was logged just now."""
    roads.an_urgent_signal()
    return Message.objects.get(kind="follow_up_urgent")


def status(message: Message) -> str:
    message.refresh_from_db()
    return message.status


@pytest.mark.django_db
def test_a_message_leaves_once_with_its_own_id(sink):
    message = a_message()

    sent = actions.deliver_due() + actions.deliver_due()

    assert (sent, status(message)) == (1, Status.SENT)
    assert [mail["Message-ID"] for mail in sink.messages] == [message.message_id]


@pytest.mark.django_db
def test_a_message_holds_no_name_and_no_finding(sink):
    signal = roads.an_urgent_signal()

    actions.deliver_due()

    mail = sink.messages[0].get_payload(decode=True).decode() + sink.messages[0]["Subject"]
    assert str(signal.pk) in mail
    assert signal.tenant.last_name not in mail
    assert signal.fact not in mail
    assert signal.home.street not in mail


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_waits_for_a_person(sink):
    message = a_message()
    sink.refuse = "550 no such box"

    actions.deliver_due()

    assert status(message) == Status.FAILED
    assert "(550)" in message.error
    assert message in Message.objects.stuck()


@pytest.mark.django_db
def test_a_refusal_for_now_is_tried_again_later(sink):
    message = a_message()
    sink.refuse = "451 greylisted"

    actions.deliver_due()

    assert status(message) == Status.QUEUED
    assert message.due_at > timezone.now()


@pytest.mark.django_db
def test_a_line_that_breaks_after_the_words_left_is_shown_and_not_sent_again(sink):
    message = a_message()
    sink.hang_up_after_data = True

    actions.deliver_due()
    actions.deliver_due()

    assert status(message) == Status.UNKNOWN
    assert len(sink.messages) == 1
    assert message in Message.objects.stuck()


@pytest.mark.django_db
def test_with_a_relay_that_drops_doubles_a_broken_line_is_tried_again(sink, settings):
    settings.RELAY_DEDUPLICATES = True
    message = a_message()
    sink.hang_up_after_data = True

    actions.deliver_due()

    assert status(message) == Status.QUEUED


@pytest.mark.django_db
def test_a_mail_server_that_is_away_costs_no_message(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with Sink() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    message = a_message()

    actions.deliver_due()

    assert status(message) == Status.QUEUED


@pytest.mark.django_db
def test_what_is_no_longer_needed_does_not_leave(sink):
    message = a_message()
    Message.objects.filter(pk=message.pk).update(about={"follow_up": 0})

    actions.deliver_due()

    assert status(message) == Status.DROPPED
    assert sink.messages == []


@pytest.mark.django_db
def test_the_claim_of_a_worker_that_died_goes_back_to_the_queue(sink, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    message = a_message()
    actions.claim()
    assert status(message) == Status.CLAIMED

    actions.deliver_due()

    assert status(message) == Status.SENT
    assert len(sink.messages) == 1


@pytest.mark.django_db
def test_a_worker_whose_lease_ran_out_hands_nothing_over(sink, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    message = a_message()
    slow = actions.claim()
    actions.deliver_due()

    delivery._deliver(slow)

    assert status(message) == Status.SENT
    assert len(sink.messages) == 1


@pytest.mark.django_db
def test_a_worker_that_died_while_handing_over_leaves_it_to_a_person(sink, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    message = a_message()
    (claimed,) = actions.claim()
    delivery._begin(claimed)
    delivery._step(claimed, Status.MAKING, Status.HANDING_OVER)

    actions.deliver_due()

    assert status(message) == Status.UNKNOWN
    assert sink.messages == []


@pytest.mark.django_db
def test_a_text_message_without_a_gateway_goes_by_hand(sink, settings):
    settings.TEXT_GATEWAY = ""
    message = a_message()
    Message.objects.filter(pk=message.pk).update(channel=Message.Channel.TEXT)

    actions.deliver_due()

    assert status(message) == Status.BY_HAND


def deliver_at_once(workers: int) -> None:
    """Several workers wake up at the same moment."""
    assert race([actions.deliver_due] * workers) == []


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_message_once(sink):
    owner = roads.an_urgent_signal().owner
    for n in range(60):
        actions.queue(f"extra:{n}", owner.email, "follow_up_urgent", follow_up=1)
    Message.objects.update(about=Message.objects.first().about)

    deliver_at_once(8)

    ids = [mail["Message-ID"] for mail in sink.messages]
    assert len(ids) == len(set(ids)) == Message.objects.count()


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_the_same_workers_send_doubles(sink, monkeypatch):
    owner = roads.an_urgent_signal().owner
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
