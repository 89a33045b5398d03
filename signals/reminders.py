"""Reminders: urgent steps, one digest per working day, and escalation of late steps.

The table is the source of truth, and the clock is the database's. Several schedulers may run at
once; `signals.messages` checks again at sending what was finished, moved or closed in between.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.models import record
from ground.workdays import is_working_day, working_days_after, working_days_before
from outbox import actions as outbox
from outbox.models import Message
from signals.models import FollowUp, Signal
from signals.models.covers import stand_ins
from signals.ownership import on_duty, workers
from signals.terms import ESCALATE, ESCALATE_URGENT, limit

BATCH = 500


@dataclass
class ReminderCounts:
    """Counters of one run."""

    urgent: int = 0
    digests: int = 0
    escalated: int = 0


def remind() -> ReminderCounts:
    """Queue reminders for what is due, each once, on working days from `REMIND_FROM` on."""
    now = database_now()
    local = timezone.localtime(now)
    if not is_working_day(local.date()) or local.time() < settings.REMIND_FROM:
        return ReminderCounts()
    return ReminderCounts(
        urgent=_whole(_urgent_batch, local.date(), now),
        digests=_digests(local.date()),
        escalated=_whole(_escalate_batch, local.date(), now),
    )


def remind_at_once(step: FollowUp) -> None:
    """Remind the owner of an urgent step now; on a day off the scheduler does so on the next
    working day."""
    now = timezone.now()
    if is_working_day(timezone.localdate(now)):
        _tell(step, now)


def reminder_day(signal: Signal) -> date | None:
    """Return the day of the first digest that counts a new signal; None when the owner hears at
    once."""
    today = timezone.localdate()
    if is_working_day(today) and signal.urgency == Signal.Urgency.TODAY:
        return None
    already = timezone.localtime().time() >= settings.REMIND_FROM or not is_working_day(today)
    return working_days_after(today, 1 if already and is_working_day(today) else 0)


def _whole(batch, day: date, now: datetime) -> int:
    """Run batches until one is not full. Return the total."""
    done = 0
    while (more := batch(day, now)) == BATCH:
        done += more
    return done + more


@transaction.atomic
def _urgent_batch(day: date, now: datetime) -> int:
    steps = list(
        FollowUp.objects.open()
        .filter(kind=FollowUp.Kind.URGENT, due_on__lte=day, reminded_at=None)
        .select_related("owner")
        .order_by("due_on", "pk")
        .select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    for step in steps:
        _tell(step, now)
    return len(steps)


def _tell(step: FollowUp, now: datetime) -> None:
    """Mark the step and queue the message in one transaction; the key allows one message per user.

    A reminder that was dropped for a user may be queued again, under the next number.
    """
    user = on_duty(step.owner)
    to, channel = reminder_address(user)
    key = f"follow-up:{step.pk}:urgent:{user.pk}"
    taken_back = Message.objects.filter(key__startswith=f"{key}:", status=Message.Status.DROPPED)
    outbox.queue(
        f"{key}:{taken_back.count()}",
        to,
        "follow_up_urgent",
        channel=channel,
        follow_up=step.pk,
        user=user.pk,
    )
    FollowUp.objects.filter(pk=step.pk).update(reminded_at=now)
    record("signals.remind", step, by=User.objects.system())


def _digests(day: date) -> int:
    """Queue one digest per user per day, for users who are not away and have something due."""
    away = stand_ins(day)
    there = [user for user in workers() if user.pk not in away]
    keys = {digest_key(user.pk, day): user for user in there}
    told = Message.objects.filter(key__in=keys).values_list("key", flat=True)
    queued = 0
    for key in keys.keys() - set(told):
        user = keys[key]
        new = list(unheard(user).values_list("pk", flat=True)[:BATCH])
        if Counts.of(user, day, new).is_empty:
            continue
        to, channel = reminder_address(user)
        about = {"user": user.pk, "day": day.isoformat(), "new": new}
        with transaction.atomic():
            if outbox.queue(key, to, "digest", channel=channel, **about):
                FollowUp.objects.filter(pk__in=new).update(heard_at=timezone.now())
                queued += 1
    return queued


def unheard(user: User) -> QuerySet[FollowUp]:
    """Open steps of this user that somebody else planned or handed over since the last digest."""
    return FollowUp.objects.owned_by(user).open().filter(heard_at=None).order_by("pk")


def digest_key(user_id: int, day: date) -> str:
    return f"digest:{user_id}:{day.isoformat()}"


@dataclass(frozen=True)
class Counts:
    """The contents of a digest: numbers only."""

    late: int
    today: int
    covered: int
    unverified: int
    escalated: int
    new: int

    @classmethod
    def of(cls, user: User, day: date, new: list[int]) -> "Counts":
        """`new` are the ids of steps that the user has not heard of before this digest. Those that
        are due are counted as due only."""
        mine = FollowUp.objects.owned_by(user).open()
        due = mine.filter(due_on__lte=day)
        unverified = due.filter(kind=FollowUp.Kind.TRIAGE)
        escalated = FollowUp.objects.none()
        if user.can(Can.ASSIGN_WORK):
            escalated = FollowUp.objects.open().not_resting().exclude(escalated_at=None)
        return cls(
            late=due.filter(due_on__lt=day).count(),
            today=due.filter(due_on=day).count(),
            covered=due.exclude(owner=user).count(),
            unverified=unverified.count(),
            escalated=escalated.count(),
            new=mine.filter(pk__in=new, due_on__gt=day).count(),
        )

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())


@transaction.atomic
def _escalate_batch(day: date, now: datetime) -> int:
    """Show steps that are late for longer than the term to the coordinator too, once.

    The term of an urgent step is shorter: with 1, it is the next working day.
    """
    late = Q(due_on__lt=working_days_before(day, limit(ESCALATE)))
    urgent = Q(kind=FollowUp.Kind.URGENT)
    urgent &= Q(due_on__lte=working_days_before(day, limit(ESCALATE_URGENT)))
    steps = list(
        FollowUp.objects.open()
        .not_resting()
        .filter(late | urgent, escalated_at=None)
        .order_by("due_on", "pk")
        .select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    system = User.objects.system() if steps else None
    for step in steps:
        record("signals.escalate", step, by=system)
    FollowUp.objects.filter(pk__in=[step.pk for step in steps]).update(escalated_at=now)
    return len(steps)


def reminder_address(user: User) -> tuple[str, str]:
    """Return address and channel for a user's reminders: text only when a gateway is configured."""
    if user.remind_by == User.RemindBy.TEXT and user.mobile and settings.TEXT_GATEWAY:
        return user.mobile, Message.Channel.TEXT
    return user.email, Message.Channel.MAIL


def database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]
