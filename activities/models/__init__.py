"""Meetups, the places they are held, and who comes. Places at the table are numbered."""

from activities.models.buddies import Companion, Company, Match
from activities.models.invitations import Invite
from activities.models.meetups import Meetup
from activities.models.places import Booking, Place, Walk
from activities.models.portraits import Portrait
from activities.models.series import Series
from activities.models.sign_ups import Call, Chair, SignUp, Standing, new_token

__all__ = [
    "Booking",
    "Call",
    "Chair",
    "Companion",
    "Company",
    "Invite",
    "Match",
    "Meetup",
    "Place",
    "Portrait",
    "Series",
    "SignUp",
    "Standing",
    "Walk",
    "new_token",
]
