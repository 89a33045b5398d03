"""Queue messages in the transaction of their cause; start the delivery task after the commit."""

from datetime import datetime

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import Json

from outbox.kinds import KINDS
from outbox.models import Message

Status = Message.Status
# Cache key that is set from `ring` until a worker starts (`heard`), so that a burst of messages
# queues one task. It expires after BELL_SECONDS, in case no worker starts.
DELIVERY_FLAG = "outbox:bell"
FLAG_SECONDS = 5


def queue(
    key: str,
    to: str,
    kind: str,
    *,
    channel: str = Message.Channel.MAIL,
    due_at: datetime | None = None,
    **about: int | str,
) -> bool:
    """Add a message to the outbox in the caller's transaction, at most one for each key.

    `about` holds ids only. Returns whether the message is new. Without `due_at` it is sent at once:
    `ring` starts the delivery task after the commit. If that fails, the scheduler delivers it.
    """
    assert kind in KINDS, f"unknown kind of message: {kind}"
    now = timezone.now()
    with connection.cursor() as cursor:
        # One statement; get_or_create needs four.
        cursor.execute(
            """INSERT INTO outbox_message (key, "to", kind, channel, due_at, about, message_id,
                   status, status_since, created_at, attempts, error)
               VALUES (%s, %s, %s, %s, %s, %s, %s, 'queued', %s, %s, 0, '')
               ON CONFLICT (key) DO NOTHING""",
            [
                key,
                to,
                kind,
                channel,
                due_at or now,
                Json(about),
                Message.new_message_id(),
                now,
                now,
            ],
        )
        new = bool(cursor.rowcount)
    # Also when it is not new: the time of a request must not tell whether it was.
    if due_at is None:
        deliver_after_commit()
    return new


def deliver_after_commit() -> None:
    """Start the delivery task when this transaction commits."""
    if not delivery_is_scheduled():
        transaction.on_commit(start_delivery, robust=True)


def delivery_is_scheduled() -> bool:
    """Return whether this transaction already calls `ring` on commit; once is enough."""
    return any(waiting[1] is start_delivery for waiting in connection.run_on_commit)


def start_delivery() -> None:
    """Queue the delivery task, unless one is queued that has not started yet.

    A failure here does no harm: the scheduler starts the task too.
    """
    from outbox.tasks import deliver

    if caches["broker"].add(DELIVERY_FLAG, 1, FLAG_SECONDS):
        deliver.delay()


def delivery_started() -> None:
    """Note that a worker has started: messages from now on need a new task."""
    caches["broker"].delete(DELIVERY_FLAG)


def drop(key_prefix: str) -> int:
    """Drop the messages whose key has this prefix, if they are still queued or to be done by hand.

    Returns how many were dropped.
    """
    waiting = Message.objects.filter(
        key__startswith=key_prefix, status__in=[Status.QUEUED, Status.BY_HAND]
    )
    return waiting.update(status=Status.DROPPED, status_since=timezone.now())
