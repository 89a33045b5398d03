"""One mail a day for workers of a partner who chose so, in place of one mail for each event.

What cannot wait is mailed at once whatever somebody chose: a withdrawal, a changed appointment, and
work that a colleague hands over.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from ground.workdays import is_working_day, working_days_after
from outbox import actions as outbox
from partners.models import Partner, Worker
from referrals.models import Message, Referral

SENT_AT = time(9)
# What happens in the last minutes before it waits for the next day: that mail may be gone already.
CLOSES = timedelta(minutes=10)
# The kinds of mail that wait for the digest.
CAN_WAIT = ("referral_message", "referral_tell")
MOST = 200


def wants_digest(email: str, kind: str) -> User | None:
    """Return the worker with this address who gets this kind of mail once a day, if any."""
    if kind not in CAN_WAIT:
        return None
    daily = Worker.objects.present().filter(mails=Worker.Mails.DAILY, user__email=email)
    worker = daily.select_related("user").first()
    return worker and worker.user


def queue_digest(user: User, at: datetime | None = None) -> None:
    """Queue the next digest for something that happens now, or the one of the day of `at`. There is
    one a day, and it is dropped when nothing is left to say."""
    closing = timezone.localtime(timezone.now() + CLOSES)
    day = closing.date()
    if at and at > closing:
        day = timezone.localdate(at)
    elif closing.time() >= SENT_AT or not is_working_day(day):
        day = working_days_after(day, 1)
    outbox.queue(
        f"partner-digest:{user.pk}:{day.isoformat()}",
        user.email,
        "referral_digest",
        due_at=timezone.make_aware(datetime.combine(day, SENT_AT)),
        user=user.pk,
    )


def queue_digests(partner: Partner) -> None:
    """Queue the next digest for every worker of this partner who chose one."""
    daily = Worker.objects.present().filter(partner=partner, mails=Worker.Mails.DAILY)
    for worker in daily.select_related("user").order_by("pk"):
        queue_digest(worker.user)


@dataclass(frozen=True)
class Digest:
    """The contents: numbers only."""

    new: int
    unread: int
    to_report: int

    @classmethod
    def of(cls, user: User) -> "Digest":
        """Count what waits for the organisation, and what waits for this worker."""
        here = Referral.objects.visible_to(user)
        mine = here.filter(taken_by=user)
        soon = working_days_after(timezone.localdate(), 1)
        return cls(
            new=here.filter(status=Referral.Status.OFFERED)[:MOST].count(),
            unread=_unread(user, mine),
            to_report=mine.running().filter(due_on__lte=soon)[:MOST].count(),
        )

    @property
    def is_empty(self) -> bool:
        return not any(asdict(self).values())


def _unread(user: User, referrals) -> int:
    """How many of these open referrals have a message of ours since the worker last opened them."""
    # What the partner said on the telephone was typed by one of us, with its name.
    ours = ~Q(author__role=Role.PARTNER_WORKER) & Q(said_by="")
    written = Message.objects.filter(ours, referral__in=referrals.open()).values("referral")
    latest = dict(
        written.annotate(at=Max("sent_at")).order_by("-at").values_list("referral", "at")[:MOST]
    )
    reads = Event.objects.filter(
        verb="seen",
        subject_type=Referral._meta.label,
        subject_id__in=[str(pk) for pk in latest],
        actor_id=user.pk,
    )
    read = {
        int(pk): at
        for pk, at in reads.values("subject_id")
        .annotate(last=Max("at"))
        .values_list("subject_id", "last")
    }
    return sum(pk not in read or read[pk] < at for pk, at in latest.items())
