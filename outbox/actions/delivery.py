"""Delivery: a worker claims messages, hands them to the relay and records the outcome.

A claim is a lease with a token: a worker that continues after its lease expired finds that its
token no longer matches. When a lease expires, the status decides:

- CLAIMED: back to the queue; this is no attempt.
- MAKING: back to the queue, until MAX_ATTEMPTS; then FAILED, as it may be what crashes the workers.
- HANDING_OVER: the message may or may not have arrived. It becomes UNKNOWN and a person decides,
  unless the relay is known to drop a second message with the same Message-ID.
"""

import logging
import smtplib
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from outbox.actions.rendering import address_of, as_mail, render
from outbox.models import Message

log = logging.getLogger("aanloop.outbox")
Status = Message.Status
BATCH = 500
MAX_ATTEMPTS = 12
# SMTP codes of permanent refusals: the address is wrong or the message is not wanted.
FOR_GOOD = range(500, 600)
# The relay closes the connection after this SMTP code: the next message needs a new one.
CLOSING = 421


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
            """UPDATE outbox_message
               SET status = 'claimed', token = %s, status_since = now(),
                   lease_until = clock_timestamp() + make_interval(secs => %s)
               WHERE id IN (SELECT id FROM outbox_message
                            WHERE status = 'queued' AND due_at <= clock_timestamp()
                            ORDER BY attempts, due_at, id LIMIT %s FOR UPDATE SKIP LOCKED)
               RETURNING id""",
            [token, settings.OUTBOX_LEASE_SECONDS, limit],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=ids).order_by("due_at", "pk"))


def _deliver(messages: list[Message]) -> int:
    """Send claimed messages over one SMTP connection; return how many were sent.

    A message that the relay refuses does not stop the others. When rendering raises, the rest of
    the batch goes back to the queue.
    """
    sent = 0
    relay: BaseEmailBackend | None = None
    waiting = iter(messages)
    try:
        for message in waiting:
            if not _begin(message):
                continue
            mail = prepare(message)
            if mail is None:
                continue
            try:
                if relay is None:
                    relay = get_connection()
                    relay.open()
                if not _step(message, Status.MAKING, Status.HANDING_OVER):
                    continue
                mail.connection = relay
                mail.send()
            except smtplib.SMTPRecipientsRefused as refused:
                code = max((code for code, _ in refused.recipients.values()), default=550)
                relay = None if code == CLOSING else relay
                _settle_refusal(message, code, "Het adres werd geweigerd.")
            except smtplib.SMTPResponseException as refused:
                relay = None if refused.smtp_code == CLOSING else relay
                _settle_refusal(message, refused.smtp_code, "De mailserver weigerde het bericht.")
            except (OSError, smtplib.SMTPException) as broken:
                relay = None
                _settle_broken(message, broken)
            else:
                sent += _step(message, Status.HANDING_OVER, Status.SENT, sent_at=timezone.now())
    finally:
        _give_back(list(waiting))
        if relay is not None:
            relay.close()
    return sent


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


def _step(message: Message, was: str, to: str, **changes) -> bool:
    """Change the status if this worker's claim still holds; return whether it did."""
    changes |= {"status": to, "status_since": timezone.now()}
    held = Message.objects.filter(pk=message.pk, token=message.token, status=was)
    return bool(held.update(**changes))


def _settle_refusal(message: Message, code: int, sentence: str) -> None:
    """Settle a refusal by the relay: a permanent one fails, a temporary one is tried again."""
    if code in FOR_GOOD or message.attempts >= MAX_ATTEMPTS:
        _step(message, Status.HANDING_OVER, Status.FAILED, error=f"{sentence} ({code})")
    else:
        _again(message, Status.HANDING_OVER)


def _settle_broken(message: Message, broken: Exception) -> None:
    """Settle a broken connection: retry if it broke before the handover, else UNKNOWN.

    A relay that drops duplicates gets a retry in both cases.
    """
    message.refresh_from_db(fields=["status"])
    log.warning("line to the relay broke: message=%s %s", message.pk, type(broken).__name__)
    if message.status == Status.MAKING:
        _again(message, Status.MAKING)
    elif settings.RELAY_DEDUPLICATES:
        _again(message, Status.HANDING_OVER)
    else:
        _step(
            message,
            Status.HANDING_OVER,
            Status.UNKNOWN,
            error="De verbinding brak tijdens het versturen. Kijk of het bericht aankwam.",
        )


def _again(message: Message, was: str) -> None:
    """Queue the message again with exponential backoff: at most 15 minutes."""
    wait = min(15 * 60, 15 * 2 ** min(message.attempts, 10))
    later = timezone.now() + timedelta(seconds=wait)
    _step(message, was, Status.QUEUED, due_at=later)
