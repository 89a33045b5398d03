"""How long a turn lasts, by status: the day after which the step is late."""

from datetime import date, timedelta

from django.utils import timezone

from ground.workdays import working_days_after
from referrals.models import Referral
from signals.models import FollowUp
from signals.terms import limit

Kind, Status = FollowUp.Kind, Referral.Status
# Working days within which to finish a draft, and to try again after an unsuccessful attempt.
DRAFT, TRY_AGAIN = 10, 5
# Working days until a partner who stays involved gives feedback again: four weeks.
TELL_AGAIN = 20
# The maximum length of a pause.
LONGEST_PAUSE = timedelta(days=92)
# The step on the sender's list, by status.
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
    """Return the last day of a turn that begins today. The corporation sets the terms."""
    own = {Status.DRAFT: DRAFT, Status.TRIED: TRY_AGAIN, Status.UNDER_WAY: TELL_AGAIN}
    days = own[status] if status in own else limit(STEPS[status])
    return working_days_after(timezone.localdate(), days)
