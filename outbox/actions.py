"""The life of a message: queued with its cause, claimed, handed over, sent or shown to a person.

A claim is a lease with a token: whoever wakes up after its lease ran out finds that its token no
longer matches. What was claimed but not begun goes back to the queue, and was not tried. What was
being made goes back too, until it was tried often: then it may be what the workers die of. One that
was being handed over when the worker died may or may not have arrived: a person decides, unless
the relay is known to drop a second message with the same Message-ID.
"""

import logging
import re
import smtplib
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.template.loader import select_template
from django.utils import timezone, translation
from psycopg2.extras import Json

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from outbox.kinds import KINDS
from outbox.models import Message

log = logging.getLogger("aanloop.outbox")
Status = Message.Status
BATCH = 500
# Stands from the ring until a worker hears it; a bell that nobody heard rings again after this.
BELL = "outbox:bell"
BELL_SECONDS = 5
MAX_ATTEMPTS = 12
# Refusals for good: the address is wrong or the message is not wanted.
FOR_GOOD = range(500, 600)
# What brings its reader somewhere, perhaps to a page of somebody's own.
LINK = re.compile(r"https?://\S+")
# The relay closes the line with this answer: the next message needs a new one.
CLOSING = 421


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


def deliver_due() -> int:
    """Send everything that is due, a batch at a time. Returns how many were sent."""
    sent = 0
    sweep()
    while claimed := claim():
        sent += _deliver(claimed)
        if len(claimed) < BATCH:
            break
    return sent


def sweep() -> None:
    """Settle the claims whose lease ran out (the database's clock decides)."""
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
    """Take up to `limit` due messages for this worker alone, with a lease and a token."""
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
    """Hand over claimed messages over one SMTP connection; one bad message never stops the rest."""
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
    """Not begun, because an earlier one went wrong: back to the queue, not counted as tried."""
    for message in messages:
        _step(message, Status.CLAIMED, Status.QUEUED)


def _begin(message: Message) -> bool:
    """Count the attempt at the one message in hand: a worker that falls over never counts against
    the rest of its batch."""
    message.attempts += 1
    return _step(message, Status.CLAIMED, Status.MAKING, attempts=message.attempts)


def prepare(message: Message) -> EmailMessage | None:
    """The message in words, or None when it is dropped or goes by hand."""
    words = in_words(message)
    if words is None:
        _step(message, Status.MAKING, Status.DROPPED)
        return None
    address = address_of(message)
    if address is None:
        _step(message, Status.MAKING, Status.BY_HAND)
        return None
    return EmailMessage(
        subject=KINDS[message.kind].subject,
        body=words,
        to=[address],
        headers={"Message-ID": message.message_id, "X-Channel": message.channel},
    )


def shown(message: Message) -> str | None:
    """The text for a colleague to read, without the links; of what brings a way in only that it
    does."""
    if KINDS[message.kind].secret:
        return (
            "In dit bericht staat een persoonlijke link of code. Die leest alleen de ontvanger.\n"
        )
    words = in_words(message)
    return words and LINK.sub("(link voor de ontvanger)", words)


def in_words(message: Message) -> str | None:
    """The text as it leaves now, or None when the message is no longer needed."""
    about = KINDS[message.kind].resolve(message)
    if about is None:
        return None
    template = select_template(KINDS[message.kind].templates(message.channel))
    # What a colleague tells by telephone is in the colleague's language.
    called = message.channel == Message.Channel.CALL
    spoken = settings.LANGUAGE_CODE if called else about.get("language", settings.LANGUAGE_CODE)
    around = {"site": settings.SITE_URL, "settings": settings, "on_screen": message.on_screen}
    with translation.override(spoken):
        words = template.render(about | around)
    return words.strip() + "\n"


def address_of(message: Message) -> str | None:
    """Where the relay brings it: text messages and letters go through a mail gateway, if any."""
    match message.channel:
        case Message.Channel.MAIL:
            return message.to
        case Message.Channel.TEXT if settings.TEXT_GATEWAY:
            return f"{re.sub(r'[^0-9]', '', message.to)}@{settings.TEXT_GATEWAY}"
        case Message.Channel.LETTER if settings.LETTER_GATEWAY:
            return settings.LETTER_GATEWAY
    return None


def _step(message: Message, was: str, to: str, **changes) -> bool:
    """Move a message only while this worker's claim still holds."""
    changes |= {"status": to, "status_since": timezone.now()}
    held = Message.objects.filter(pk=message.pk, token=message.token, status=was)
    return bool(held.update(**changes))


def _settle_refusal(message: Message, code: int, sentence: str) -> None:
    """The relay said no: for good becomes somebody's work, for now is tried again."""
    if code in FOR_GOOD or message.attempts >= MAX_ATTEMPTS:
        _step(message, Status.HANDING_OVER, Status.FAILED, error=f"{sentence} ({code})")
    else:
        _again(message, Status.HANDING_OVER)


def _settle_broken(message: Message, broken: Exception) -> None:
    """The line broke: before handing over it is tried again; during it, nobody knows."""
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
    """Back to the queue, a little later each time, at most a quarter of an hour."""
    wait = min(15 * 60, 15 * 2 ** min(message.attempts, 10))
    later = timezone.now() + timedelta(seconds=wait)
    _step(message, was, Status.QUEUED, due_at=later)


@action(Can.SEE_POST, says="nog een keer verstuurd")
def retry(message: Message, *, by: User) -> Message:
    """Send it once more, after a person has looked."""
    message.move(Status.QUEUED, by=by, due_at=timezone.now(), attempts=0, error="")
    transaction.on_commit(ring, robust=True)
    return message


@action(Can.SEE_POST, says="afgerond")
def finish(message: Message, *, by: User) -> Message:
    """Done by hand: called, posted, or not needed any more."""
    message.move(Status.DONE, by=by, sent_at=timezone.now())
    return message
