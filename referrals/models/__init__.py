"""The loop with a partner. A partner reads these tables only; the signal and the tenant's file stay
out of reach."""

from referrals.models.access_links import AccessLink
from referrals.models.correspondence import Attempt, Feedback, Message
from referrals.models.handover import Handover
from referrals.models.referrals import Referral, Share

__all__ = ["AccessLink", "Attempt", "Feedback", "Handover", "Message", "Referral", "Share"]
