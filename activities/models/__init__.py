"""Meetups, the places where they are held, and sign-ups. Chairs at a meetup are numbered."""

from activities.models.buddies import Buddy, BuddyMatch, BuddyRequest
from activities.models.hosting import HostMessage, WalkIn
from activities.models.invitations import Invite
from activities.models.meetups import Meetup
from activities.models.places import Booking, Place, Reservation, WalkingTime
from activities.models.portraits import Portrait
from activities.models.receipts import SignUpReceipt
from activities.models.series import Series
from activities.models.sign_ups import CallTask, Chair, RegularGuest, SignUp, new_token

__all__ = [
    "Booking",
    "Buddy",
    "BuddyMatch",
    "BuddyRequest",
    "CallTask",
    "Chair",
    "HostMessage",
    "Invite",
    "Meetup",
    "Place",
    "Portrait",
    "RegularGuest",
    "Reservation",
    "Series",
    "SignUp",
    "SignUpReceipt",
    "WalkIn",
    "WalkingTime",
    "new_token",
]
