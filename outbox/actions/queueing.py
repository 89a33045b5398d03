"""A message is queued in the transaction of its cause, and a worker is told after the commit."""

from datetime import datetime

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import Json

from outbox.kinds import KINDS
from outbox.models import Message

Status = Message.Status
# Set from the ring until a worker hears it; a bell that nobody heard rings again after this.
BELL = "outbox:bell"
BELL_SECONDS = 5


def queue(
    key: str,
    to: str,
    kind: str,
    *,
    channel: str = Message.Channel.MAIL,
    due_at: datetime | None = None,
    **about: int | str,
) -> bool:
    """Put a message in the outbox, in the transaction of what causes it; one for each key.

    `about` holds ids only. Returns whether the message is new. Without `due_at` it leaves at once:
    the doorbell rings after the commit, and the clock finds it if nobody hears the bell.
    """
    assert kind in KINDS, f"unknown kind of message: {kind}"
    now = timezone.now()
    with connection.cursor() as cursor:
        # One statement where get_or_create takes four.
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
    if new and due_at is None and not bell_is_set():
        transaction.on_commit(ring, robust=True)
    return new


def bell_is_set() -> bool:
    """Whether this transaction rings already: once is enough for all its messages."""
    return any(waiting[1] is ring for waiting in connection.run_on_commit)


def ring() -> None:
    """Tell a worker that there is post, unless it was told and did not begin to look yet. A broken
    bell is no harm: the clock looks as well."""
    from outbox.tasks import deliver

    if cache.add(BELL, 1, BELL_SECONDS):
        deliver.delay()


def heard() -> None:
    """A worker begins to look: what comes after this rings again."""
    cache.delete(BELL)


def drop(key_prefix: str) -> int:
    """Take back the messages that are no longer needed, if they have not left and nobody told them.
    Returns how many."""
    waiting = Message.objects.filter(
        key__startswith=key_prefix, status__in=[Status.QUEUED, Status.BY_HAND]
    )
    return waiting.update(status=Status.DROPPED, status_since=timezone.now())
