"""The promise of every verb on a meetup: nobody's place, turn or hour changes without a word.

`faults` compares the guests before a verb with the guests after it. Guests whom the verb itself is
about (who cancels, who says yes) know it already.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from activities.models import Meetup, SignUp
from activities.notifications import SHORTEST, day_before
from outbox.models import Message

Status = SignUp.Status
UNSENT = [Message.Status.QUEUED, Message.Status.BY_HAND]


@dataclass(frozen=True)
class Guest:
    """What a guest counts on: a place, or a turn behind these others."""

    status: str
    behind: frozenset[int]


@dataclass(frozen=True)
class Snapshot:
    """The active guests of a meetup, its hour, and the messages that are still to be sent."""

    guests: dict[int, Guest]
    starts_at: datetime
    is_cancelled: bool
    messages: frozenset[tuple[int, str, str]]

    @classmethod
    def take(cls, meetup: Meetup) -> "Snapshot":
        """Return what stands now."""
        now = Meetup.objects.get(pk=meetup.pk)
        guests, ahead = {}, set()
        line = [one.pk for one in now.sign_ups.waiting()]
        for pk in line:
            guests[pk] = Guest(Status.WAITING, frozenset(ahead))
            ahead.add(pk)
        seated = now.sign_ups.filter(status__in=SignUp.SEATED).values_list("pk", "status")
        guests |= {pk: Guest(status, frozenset()) for pk, status in seated}
        unsent = Message.objects.filter(status__in=UNSENT, about__has_key="sign_up")
        return cls(
            guests,
            now.starts_at,
            now.is_cancelled,
            frozenset(unsent.values_list("about__sign_up", "kind", "key")),
        )

    def waiting_to_be_sent(self, pk: int, kind: str) -> set[str]:
        """Return the keys of the messages of a kind to a guest."""
        return {key for about, what, key in self.messages if (about, what) == (pk, kind)}


def faults(before: Snapshot, after: Snapshot, *, verb: str, about: set[int]) -> list[str]:
    """Return what a verb broke for others than the guests it is about, in sentences."""
    found = []

    def must_hear(pk: int, kind: str, why: str) -> None:
        """A message that was not there before is on its way to this guest."""
        new = after.waiting_to_be_sent(pk, kind) - before.waiting_to_be_sent(pk, kind)
        if not new:
            found.append(f"{verb}: guest {pk} {why}, and hears nothing")

    for pk, was in before.guests.items():
        now = after.guests.get(pk)
        if after.is_cancelled and not before.is_cancelled:
            must_hear(pk, "meetup_cancelled", "has no meetup any more")
            continue
        if now and after.starts_at != before.starts_at:
            must_hear(pk, "meetup_changed", "comes at another hour")
        if pk in about:
            continue
        if now is None:
            found.append(f"{verb}: guest {pk} is not on the list any more")
        elif was.status == Status.CONFIRMED and now.status != Status.CONFIRMED:
            found.append(f"{verb}: guest {pk} lost a place")
        elif was.status == Status.WAITING and now.status == Status.OFFERED:
            must_hear(pk, "sign_up_offered", "has a place")
        elif was.status == now.status == Status.WAITING and now.behind - was.behind:
            found.append(f"{verb}: guest {pk} waits behind more people")
    return found + not_reminded(after, verb)


def not_reminded(after: Snapshot, verb: str) -> list[str]:
    """Whoever comes is reminded the day before, while there is time for that; others are not."""
    now = timezone.now()
    in_time = day_before(after.starts_at) > now and after.starts_at - now > SHORTEST
    found = []
    for pk, guest in after.guests.items():
        reminders = after.waiting_to_be_sent(pk, "sign_up_reminder")
        comes = guest.status == Status.CONFIRMED and not after.is_cancelled
        if comes and in_time and len(reminders) != 1:
            found.append(f"{verb}: guest {pk} comes and has {len(reminders)} reminders")
        if not comes and reminders:
            found.append(f"{verb}: guest {pk} does not come and is reminded")
    return found
