"""What a partner's worker takes along of their work: numbers, days and statuses of referrals.

Nothing of a tenant is in it: a file on somebody's computer cannot be taken back when the tenant
withdraws the consent.
"""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from accounts.models import User
from referrals.badges import FOR_PARTNER
from referrals.models import Feedback, Referral

TITLE = "Eigen werk"
HEADER = [
    "nummer", "stand", "van", "binnengekomen", "uiterlijk", "beantwoord", "langs welke weg",
    "opgepakt door", "pogingen", "eerste gesprek", "laatst teruggemeld", "wat er gebeurde",
    "waarom niet",
]  # fmt: skip


def own_work(user: User, *, mine: bool) -> QuerySet[Referral]:
    """Referrals to the user's organisation, newest first; with `mine` those that the user has or
    had in hand."""
    referrals = Referral.objects.visible_to(user)
    if mine:
        referrals = referrals.filter(taken_by=user)
    latest = Feedback.objects.filter(referral=OuterRef("pk")).order_by("-pk")
    return (
        referrals.select_related("sender")
        .annotate(
            tried=Count("attempts", filter=Q(attempts__taken_back_at=None)),
            told_at=Subquery(latest.values("told_at")[:1]),
            last_happened=Subquery(latest.values("happened")[:1]),
        )
        .order_by("-pk")
    )


def rows(referrals: Iterable[Referral]) -> list[list]:
    """Return a row for each referral, in the order of `HEADER`."""
    return [
        [
            referral.pk,
            str(FOR_PARTNER[referral.status].label),
            referral.sender.display_name,
            localdate(referral.offered_at),
            referral.due_on if referral.is_open else None,
            localdate(referral.answered_at) if referral.answered_at else None,
            str(referral.get_answered_via_display()),
            referral.taken_name,
            referral.tried,
            referral.met_on,
            localdate(referral.told_at) if referral.told_at else None,
            str(Feedback.Happened(referral.last_happened).label) if referral.last_happened else "",
            str(referral.get_declined_why_display()),
        ]
        for referral in referrals
    ]
