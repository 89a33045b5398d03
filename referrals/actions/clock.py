"""Scheduled work: withdraw referrals of tenants who died, mail about moved appointments."""

from contextlib import suppress

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from ground.refusals import Refused
from referrals.actions.handover import tell_handover
from referrals.models import Handover, Referral
from referrals.turns import withdraw_sent

BATCH = 200


def tick() -> int:
    """Withdraw referrals of tenants who died, and mail partners about moved or cancelled
    appointments. Safe to run concurrently. Returns the number of referrals and appointments
    handled."""
    return _take_back_of_who_died() + _tell_of_appointments()


def _take_back_of_who_died() -> int:
    """Deaths come in with an import; the partner is not told why the referral is withdrawn."""
    related = ("partner", "sender", "signal__owner", "taken_by")
    gone = Referral.objects.open().exclude(tenant__died_on=None).select_related(*related)
    taken = 0
    for referral in gone.order_by("pk")[:BATCH]:
        with suppress(Refused), transaction.atomic():
            withdraw_sent(referral, by=User.objects.system())
            taken += 1
    return taken


def _tell_of_appointments() -> int:
    changed = Handover.objects.filter(
        Q(told_sequence=None) | ~Q(told_sequence=F("visit__sequence")),
        referral__status__in=Referral.RUNNING,
    )
    related = ("visit", "referral__partner", "referral__taken_by")
    handovers = changed.select_related(*related).order_by("pk")[:BATCH]
    for handover in handovers:
        tell_handover(handover)
    return len(handovers)
