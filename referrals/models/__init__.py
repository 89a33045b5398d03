"""The loop with a partner. A partner reads these tables only; the signal and the tenant's file stay
out of reach."""

from referrals.models.doors import AccessLink
from referrals.models.handover import Handover
from referrals.models.referrals import Referral, Share
from referrals.models.telling import Attempt, Feedback, Message

__all__ = ["AccessLink", "Attempt", "Feedback", "Handover", "Message", "Referral", "Share"]
