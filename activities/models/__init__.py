"""Meetups, the places they are held, and who comes. Places at the table are numbered."""

from activities.models.company import Companion, Company, Match
from activities.models.faces import Portrait
from activities.models.guests import Call, Chair, SignUp, Standing, new_token
from activities.models.invites import Invite
from activities.models.meetups import Meetup
from activities.models.places import Booking, Place, Walk
from activities.models.series import Series

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
