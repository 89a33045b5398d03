"""Meetups, the places they are held, and who comes. Places at the table are numbered."""

from activities.models.guests import Chair, SignUp, new_token
from activities.models.meetups import Meetup
from activities.models.places import Place

__all__ = ["Chair", "Meetup", "Place", "SignUp", "new_token"]
