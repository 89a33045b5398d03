"""Delivery: a worker claims messages, hands them to the relay and records the outcome.

A claim is a lease with a token: a worker that continues after its lease expired finds that its
token no longer matches. When a lease expires, the status decides:

- CLAIMED: back to the queue; this is no attempt.
- MAKING: back to the queue, until MAX_ATTEMPTS; then FAILED, as it may be what crashes the workers.
- HANDING_OVER: the message may or may not have arrived. It becomes UNKNOWN and a person decides,
  unless the relay is known to drop a second message with the same Message-ID.

The lease covers the time that the relay may take, so it is extended before each long wait for it.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from outbox.actions.rendering import address_of, as_mail, render
from outbox.actions.trouble import (
    SHORTEST,
    backoff,
    note_trouble,
    trouble_is_over,
    waiting_until,
)
from outbox.models import Message, MessageQuerySet
from outbox.relay import COMMANDS, Answer, Line, Outcome

log = logging.getLogger("aanloop.outbox")
Status = Message.Status
BATCH = 500
# How often workers may crash over a message.
MAX_ATTEMPTS = 12
# A relay that asks to try a message later is asked for five days, as relays do (RFC 5321, 4.5.4.1).
GIVE_UP_AFTER = timedelta(days=5)
LONGEST_WAIT = timedelta(minutes=30)
# After two broken handovers in a row the relay is to blame, not the message.
STRIKES = 2


def deliver_due() -> int:
    """Send all due messages in batches; return how many were sent."""
    sent = 0
    sweep()
    while claimed := claim():
        sent += _deliver(claimed)
        if len(claimed) < BATCH:
            break
    return sent


def sweep() -> None:
    """Settle messages whose lease has expired, by the clock of the database."""
    again = [Status.CLAIMED, Status.MAKING]
    if settings.RELAY_DEDUPLICATES:
        again.append(Status.HANDING_OVER)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE outbox_message
               SET status = 'failed', token = NULL, status_since = now(),
                   error = 'Het bericht kon niet gemaakt worden.'
               WHERE status = 'making' AND attempts >= %s AND lease_until < clock_timestamp()""",
            [MAX_ATTEMPTS],
        )
        cursor.execute(
            """UPDATE outbox_message SET status = 'queued', token = NULL, status_since = now()
               WHERE status = ANY(%s) AND lease_until < clock_timestamp()""",
            [[str(s) for s in again]],
        )
        cursor.execute(
            """UPDATE outbox_message
               SET status = 'unknown', token = NULL, status_since = now(),
                   error = 'Het versturen brak af. Kijk of het bericht aankwam.'
               WHERE status = 'handing_over' AND lease_until < clock_timestamp()"""
        )


def claim(limit: int = BATCH) -> list[Message]:
    """Claim up to `limit` due messages for this worker, with a lease and a token."""
    token = uuid.uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            # A subquery after IN may run once for every row, and then claims more than the limit.
            """WITH due AS MATERIALIZED (
                   SELECT id FROM outbox_message
                   WHERE status = 'queued' AND due_at <= clock_timestamp()
                   ORDER BY attempts, due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
               UPDATE outbox_message AS message
               SET status = 'claimed', token = %s, status_since = now(),
                   lease_until = clock_timestamp() + make_interval(secs => %s)
               FROM due WHERE message.id = due.id
               RETURNING message.id""",
            [limit, token, settings.OUTBOX_LEASE_SECONDS],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=ids).order_by("due_at", "pk"))


def _deliver(messages: list[Message]) -> int:
    """Send claimed messages over one SMTP connection; return how many were sent.

    A message that the relay refuses does not stop the others. When rendering raises, the rest of
    the batch goes back to the queue.
    """
    sent = 0
    round_ = Round()
    waiting = iter(messages)
    try:
        for message in waiting:
            if _begin(message) and (mail := prepare(message)):
                sent += round_.hand_over(message, mail)
    finally:
        _give_back(list(waiting))
        round_.line.close()
    return sent


class Round:
    """A worker's round of deliveries: its connection, and whether the relay works."""

    def __init__(self) -> None:
        self.line = Line()
        self.wait_until: datetime | None = None
        self.strikes = 0
        self.works = False

    def hand_over(self, message: Message, mail: EmailMessage) -> bool:
        """Send one message, or queue it until the relay works; return whether it was sent."""
        if not self.line.is_open and not self._open(message):
            _wait(message, Status.MAKING, self.wait_until)
            return False
        if not _step(message, Status.MAKING, Status.HANDING_OVER, lease_until=_lease()):
            return False
        answer = self.line.send(mail)
        if answer.outcome != Outcome.SENT:
            log.warning("not sent: message=%s %s", message.pk, answer.outcome.name)
        self._judge(answer)
        return _settle(message, answer)

    def _open(self, message: Message) -> bool:
        """Connect, unless the relay is in trouble; return whether it may be used."""
        self.wait_until = self.wait_until or waiting_until()
        if self.wait_until:
            return False
        _held(message, Status.MAKING).update(lease_until=_lease())
        if trouble := self.line.open():
            self.wait_until = note_trouble(trouble.sentence, stop=True)
        return self.line.is_open

    def _judge(self, answer: Answer) -> None:
        """Conclude from an answer whether the relay works."""
        if answer.outcome in {Outcome.SENT, Outcome.REFUSED, Outcome.LATER}:
            self.strikes = 0
            if not self.works:
                trouble_is_over()
            self.works = True
            return
        self.works = False
        self.strikes += 1
        stop = self.strikes >= STRIKES
        if stop or answer.outcome == Outcome.RELAY:
            later = note_trouble(answer.sentence, stop=stop)
            self.wait_until = later if stop else None


def _settle(message: Message, answer: Answer) -> bool:
    """Give the message the status that follows from the answer; return whether it was sent."""
    match answer.outcome:
        case Outcome.SENT:
            sent = {"sent_at": timezone.now(), "error": ""}
            return _step(message, Status.HANDING_OVER, Status.SENT, **sent)
        case Outcome.REFUSED:
            _step(message, Status.HANDING_OVER, Status.FAILED, error=answer.sentence)
        case Outcome.RELAY:
            _again(message, answer, timezone.now() + SHORTEST)
        case Outcome.UNKNOWN if not settings.RELAY_DEDUPLICATES:
            _step(message, Status.HANDING_OVER, Status.UNKNOWN, error=answer.sentence)
        case _:
            _later(message, answer)
    return False


def _give_back(messages: list[Message]) -> None:
    """Return messages that were not begun to the queue; this does not count as an attempt."""
    for message in messages:
        _step(message, Status.CLAIMED, Status.QUEUED)


def _begin(message: Message) -> bool:
    """Start one message and count the attempt; return whether the claim still holds.

    Attempts are counted per message, so that a crash does not count for the rest of the batch.
    """
    message.attempts += 1
    return _step(message, Status.CLAIMED, Status.MAKING, attempts=message.attempts)


def prepare(message: Message) -> EmailMessage | None:
    """Render the message as an e-mail; None when it is dropped or has to go by hand."""
    rendered = render(message)
    if rendered is None:
        _step(message, Status.MAKING, Status.DROPPED)
        return None
    subject, words = rendered
    address = address_of(message)
    if address is None:
        _step(message, Status.MAKING, Status.BY_HAND)
        return None
    return as_mail(message, subject=subject, words=words, address=address)


def _lease():
    """Until when a worker may wait for the relay, by the clock of the database."""
    seconds = COMMANDS * settings.RELAY_TIMEOUT_SECONDS + settings.OUTBOX_LEASE_SECONDS
    return Now() + timedelta(seconds=seconds)


def _held(message: Message, was: str) -> MessageQuerySet:
    """The message, if this worker's claim still holds."""
    return Message.objects.filter(pk=message.pk, token=message.token, status=was)


def _step(message: Message, was: str, to: str, **changes) -> bool:
    """Change the status if this worker's claim still holds; return whether it did."""
    changes |= {"status": to, "status_since": timezone.now()}
    return bool(_held(message, was).update(**changes))


def _wait(message: Message, was: str, until: datetime) -> None:
    """Queue the message until the relay is tried again. It is no attempt: nothing crashed."""
    _step(message, was, Status.QUEUED, due_at=until, attempts=message.attempts - 1)


def _again(message: Message, answer: Answer, due_at: datetime, **changes) -> None:
    """Queue the message for another attempt. It counts as one, so that others come first."""
    changes |= {"due_at": due_at, "attempts": 1, "error": answer.sentence}
    _step(message, Status.HANDING_OVER, Status.QUEUED, **changes)


def _later(message: Message, answer: Answer) -> None:
    """Queue the message for another attempt; after five days it fails."""
    now = timezone.now()
    since = message.deferred_since or now
    if now - since >= GIVE_UP_AFTER:
        sentence = f"Vijf dagen lang geprobeerd. {answer.sentence}"
        _step(message, Status.HANDING_OVER, Status.FAILED, error=sentence)
    else:
        due_at = now + backoff(now - since, LONGEST_WAIT)
        _again(message, answer, due_at, deferred_since=since)
