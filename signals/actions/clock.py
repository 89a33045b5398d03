"""What the clock does. Every part is safe to run twice, or at once."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from ground.refusals import Refused
from signals.aftercare import RECIPIENT, end_rest
from signals.models import FollowUp, Signal
from signals.next_step import give
from signals.ownership import orphans, owner_for
from signals.reminders import Ticked, remind
from tenants.models import Consent

BATCH = 500


@dataclass
class Tidied(Ticked):
    """How much one tick did, with what it put right."""

    adopted: int = 0
    stopped: int = 0


def tick() -> Tidied:
    """Find owners for what a leaver left, stop checks without consent, then remind."""
    adopted, stopped = adopt_orphans(), stop_checks()
    done = remind()
    return Tidied(done.urgent, done.digests, done.escalated, adopted, stopped)


def adopt_orphans() -> int:
    """Give the open work of whoever left, or may not follow up any more, to the area. How many."""
    system = None
    adopted = 0
    for signal in orphans().select_related("home").order_by("pk")[:BATCH]:
        system = system or User.objects.system()
        with transaction.atomic():
            try:
                to = owner_for(signal.home)
            except Refused:
                # Nobody left at all: the administrator sees it, the work stays where it is.
                return adopted
            give(signal, to, verb="signals.adopt", by=system)
        adopted += 1
    return adopted


def stop_checks() -> int:
    """Close what rests when the consent to call is over, or the tenant has died. How many."""
    yes = Consent.objects.active().filter(tenant=OuterRef("tenant"), recipient=RECIPIENT)
    resting = Signal.objects.filter(status=Signal.Status.AFTERCARE)
    over = resting.filter(~Exists(yes)) | resting.exclude(tenant__died_on=None)
    due = FollowUp.objects.open().filter(kind__in=FollowUp.CHECKS).values("signal")
    stopped = 0
    for signal in over.filter(pk__in=due).order_by("pk")[:BATCH]:
        with transaction.atomic():
            end_rest(signal, by=User.objects.system())
        stopped += 1
    return stopped
