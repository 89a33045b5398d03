"""How long whose turn lasts, by status: the day on which somebody hears that it is over."""

from datetime import date, timedelta

from django.utils import timezone

from ground.workdays import working_days_after
from referrals.models import Referral
from signals.models import FollowUp
from signals.terms import limit

Kind, Status = FollowUp.Kind, Referral.Status
# Working days in which a draft is finished, and in which another attempt follows the last one.
DRAFT, TRY_AGAIN = 10, 5
# Working days after which a partner who stays involved tells again how it goes: four weeks.
TELL_AGAIN = 20
# A pause has an end.
LONGEST_PAUSE = timedelta(days=92)
# What the sender waits for meanwhile, on the own list.
STEPS = {
    Status.OFFERED: Kind.PARTNER_ANSWERS,
    Status.QUESTION: Kind.PARTNER_ASKS,
    Status.ACCEPTED: Kind.PARTNER_MEETS,
    Status.TRIED: Kind.PARTNER_MEETS,
    Status.MET: Kind.FEEDBACK,
    Status.UNDER_WAY: Kind.FEEDBACK,
    Status.PAUSED: Kind.FEEDBACK,
}


def due_after(status: str) -> date:
    """The last day of a turn that begins today. The corporation sets the terms of the steps."""
    own = {Status.DRAFT: DRAFT, Status.TRIED: TRY_AGAIN, Status.UNDER_WAY: TELL_AGAIN}
    days = own[status] if status in own else limit(STEPS[status])
    return working_days_after(timezone.localdate(), days)
