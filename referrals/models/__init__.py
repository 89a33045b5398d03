"""Models of the loop with a partner, who reads these tables only: not the signal or the file."""

from referrals.models.access_links import AccessLink
from referrals.models.correspondence import Attempt, Feedback, Message
from referrals.models.handover import Handover
from referrals.models.notes import PartnerNote
from referrals.models.referrals import Referral, Share

__all__ = [
    "AccessLink",
    "Attempt",
    "Feedback",
    "Handover",
    "Message",
    "PartnerNote",
    "Referral",
    "Share",
]
