"""What people type about meetups, who comes and where."""

from activities.forms.guests import GuestForm, OwnSignUpForm, StaffSignUpForm
from activities.forms.meetups import CallOffForm, EndSeriesForm, MeetupForm, SeriesForm
from activities.forms.places import BookForm, ClosePlaceForm, PlaceForm

__all__ = [
    "BookForm",
    "CallOffForm",
    "ClosePlaceForm",
    "EndSeriesForm",
    "GuestForm",
    "MeetupForm",
    "OwnSignUpForm",
    "PlaceForm",
    "SeriesForm",
    "StaffSignUpForm",
]
