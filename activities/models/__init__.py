"""Meetups, the places they are held, and who comes. Places at the table are numbered."""

from activities.models.guests import Chair, SignUp, new_token
from activities.models.meetups import Meetup
from activities.models.places import Booking, Place
from activities.models.series import Series

__all__ = ["Booking", "Chair", "Meetup", "Place", "Series", "SignUp", "new_token"]
