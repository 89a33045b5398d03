"""Actions of the scheduler. Each part is idempotent and safe to run concurrently."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from ground.refusals import Refused
from signals.aftercare import RECIPIENT, end_aftercare
from signals.models import FollowUp, Signal
from signals.next_step import reassign
from signals.ownership import orphans, owner_for
from signals.reminders import ReminderCounts, remind
from tenants.models import Consent

BATCH = 500


@dataclass
class TickResult(ReminderCounts):
    """Counters of one scheduler run, including repaired signals."""

    adopted: int = 0
    stopped: int = 0


def tick() -> TickResult:
    """Reassign orphaned signals, stop checks without consent, then send reminders."""
    adopted, stopped = reassign_orphans(), end_expired_aftercare()
    done = remind()
    return TickResult(done.urgent, done.digests, done.escalated, adopted, stopped)


def reassign_orphans() -> int:
    """Reassign open work of users who left, or may no longer work on signals, to the consultant of
    the area. Return the number of signals."""
    system = None
    adopted = 0
    for signal in orphans().select_related("home").order_by("pk")[:BATCH]:
        system = system or User.objects.system()
        with transaction.atomic():
            try:
                to = owner_for(signal.home, signal.tenant, signal.noticed_by)
            except Refused:
                # There is nobody to assign to: the administrator sees it, and the work keeps its
                # owner.
                return adopted
            reassign(signal, to, verb="signals.adopt", by=system)
        adopted += 1
    return adopted


def end_expired_aftercare() -> int:
    """Close signals in aftercare whose tenant died or whose consent to be called has ended. Return
    the number of signals."""
    yes = Consent.objects.active().filter(tenant=OuterRef("tenant"), recipient=RECIPIENT)
    resting = Signal.objects.filter(status=Signal.Status.AFTERCARE)
    over = resting.filter(~Exists(yes)) | resting.exclude(tenant__died_on=None)
    due = FollowUp.objects.open().filter(kind__in=FollowUp.CHECKS).values("signal")
    stopped = 0
    for signal in over.filter(pk__in=due).order_by("pk")[:BATCH]:
        with transaction.atomic():
            end_aftercare(signal, by=User.objects.system())
        stopped += 1
    return stopped
