"""Trouble of the relay: messages stay queued, somebody is warned, and one worker tries again."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from outbox.models import RelayTrouble
from outbox.relay import COMMANDS

log = logging.getLogger("aanloop.outbox")
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)


def waiting_until() -> datetime | None:
    """Return until when no worker tries the relay, or None when this worker may try it.

    When the time has come, one worker tries, and the others wait for its result.
    """
    trouble = RelayTrouble.objects.first()
    if trouble is None:
        return None
    now = timezone.now()
    nobody_tries = Q(trying_until=None) | Q(trying_until__lte=now)
    due = RelayTrouble.objects.filter(nobody_tries, retry_at__lte=now)
    ends = now + timedelta(seconds=COMMANDS * settings.RELAY_TIMEOUT_SECONDS)
    if due.update(trying_until=ends):
        return None
    return max(trouble.retry_at, now + SHORTEST)


def note_trouble(sentence: str, *, stop: bool) -> datetime:
    """Record the trouble, and log it; return when the message that met it is tried again.

    With `stop` no worker tries the relay before then: the wait is as long as the trouble has
    lasted, at least half a minute and at most a quarter of an hour.
    """
    now = timezone.now()
    trouble, _ = RelayTrouble.objects.get_or_create(
        defaults={"since": now, "retry_at": now, "sentence": sentence}
    )
    later = now + backoff(now - trouble.since, LONGEST)
    RelayTrouble.objects.update(
        sentence=sentence, retry_at=later if stop else now, trying_until=None
    )
    since = trouble.since.isoformat(timespec="seconds")
    log.warning("relay takes no mail since %s: %s", since, sentence)
    return later


def trouble_is_over() -> None:
    """The relay answered about a message, so it works."""
    if RelayTrouble.objects.all().delete()[0]:
        log.warning("relay takes mail again")


def backoff(elapsed: timedelta, longest: timedelta) -> timedelta:
    """Wait as long as it has lasted, so that attempts double, within bounds."""
    return min(max(elapsed, SHORTEST), longest)
