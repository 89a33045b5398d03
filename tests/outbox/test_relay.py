"""A failing message or SMTP connection does not affect the other messages of a batch."""

import pytest
from django.utils import timezone

from outbox import actions
from outbox.actions import delivery
from outbox.models import Message
from tests import factories
from tests.sink import Sink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Message.Status


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "outbox.relay.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def post() -> list[Message]:
    """The notices of three urgent signals, in the order in which they are sent."""
    for _ in range(3):
        factories.an_urgent_signal()
    Message.objects.exclude(kind="follow_up_urgent").delete()
    Message.objects.update(due_at=timezone.now())
    return list(Message.objects.order_by("pk"))


def statuses(post: list[Message]) -> list[str]:
    for message in post:
        message.refresh_from_db()
    return [message.status for message in post]


def test_connection_closed_with_421_queues_all_messages_again(sink, post):
    sink.refuse = "421 4.7.0 too many messages on this line"

    actions.deliver_due()

    assert statuses(post) == [Status.QUEUED] * 3
    assert sink.messages == []


def test_messages_behind_one_that_fails_to_render_are_sent_on_the_next_run(sink, post):
    Message.objects.filter(pk=post[0].pk).update(about={})
    with pytest.raises(KeyError):
        actions.deliver_due()
    assert statuses(post) == [Status.MAKING, Status.QUEUED, Status.QUEUED]

    sent = actions.deliver_due()

    assert sent == 2
    assert statuses(post) == [Status.MAKING, Status.SENT, Status.SENT]


def test_messages_behind_one_that_fails_to_render_count_no_attempt(sink, post):
    Message.objects.filter(pk=post[0].pk).update(about={})

    with pytest.raises(KeyError):
        actions.deliver_due()

    statuses(post)
    assert [message.attempts for message in post] == [1, 0, 0]


def test_message_that_never_renders_fails_after_the_last_attempt(sink, post, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    Message.objects.filter(pk=post[0].pk).update(attempts=delivery.MAX_ATTEMPTS - 1)
    begin_only_the_first(actions.claim(limit=3))

    actions.deliver_due()

    assert statuses(post) == [Status.FAILED, Status.SENT, Status.SENT]
    assert post[0] in Message.objects.stuck()


def test_message_in_progress_when_a_worker_crashed_is_sent_on_the_next_run(sink, post, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    begin_only_the_first(actions.claim(limit=3))

    actions.deliver_due()

    assert statuses(post) == [Status.SENT] * 3
    assert [message.attempts for message in post] == [2, 1, 1]


def test_batch_claimed_by_crashing_workers_is_still_sent(sink, post, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    for _ in range(delivery.MAX_ATTEMPTS + 1):
        actions.claim(limit=3)
        actions.sweep()

    sent = actions.deliver_due()

    assert sent == 3
    assert [message.attempts for message in post if message.refresh_from_db() is None] == [1] * 3


def test_message_with_many_attempts_survives_one_worker_crash_after_the_claim(sink, post, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    Message.objects.update(attempts=5 * delivery.MAX_ATTEMPTS)
    actions.claim(limit=3)

    actions.deliver_due()

    assert statuses(post) == [Status.SENT] * 3


def begin_only_the_first(claimed: list[Message]) -> None:
    """Leave the claimed messages as a worker does that crashes at the first one."""
    assert delivery._begin(claimed[0])
