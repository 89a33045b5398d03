"""What the clock does: an appointment that moved is told again."""

from django.db.models import F, Q

from referrals.actions.handover import tell_handover
from referrals.models import Handover, Referral

BATCH = 200


def tick() -> int:
    """Tell partners of appointments that were moved or called off. Safe to run twice at once: one
    message for each version. Returns how many were told."""
    changed = Handover.objects.filter(
        Q(told_sequence=None) | ~Q(told_sequence=F("visit__sequence")),
        referral__status__in=Referral.RUNNING,
    )
    related = ("visit", "referral__partner", "referral__taken_by")
    handovers = changed.select_related(*related).order_by("pk")[:BATCH]
    for handover in handovers:
        tell_handover(handover)
    return len(handovers)
