"""Forms for meetups, sign-ups and places."""

from activities.forms.meetups import CallOffForm, EndSeriesForm, MeetupForm, SeriesForm
from activities.forms.places import (
    BookForm,
    ClosePlaceForm,
    PlaceForm,
    WalkingTimeForm,
)
from activities.forms.portraits import PortraitForm
from activities.forms.sign_ups import (
    BuddyForm,
    BuddyRequestCalledForm,
    BuddyRequestForm,
    CodeForm,
    FetcherForm,
    GuestForm,
    InvitedForm,
    OwnSignUpForm,
    RegularGuestForm,
    StaffSignUpForm,
    WalkInsForm,
)

__all__ = [
    "BookForm",
    "BuddyForm",
    "BuddyRequestCalledForm",
    "BuddyRequestForm",
    "CallOffForm",
    "ClosePlaceForm",
    "CodeForm",
    "EndSeriesForm",
    "FetcherForm",
    "GuestForm",
    "InvitedForm",
    "MeetupForm",
    "OwnSignUpForm",
    "PlaceForm",
    "PortraitForm",
    "RegularGuestForm",
    "SeriesForm",
    "StaffSignUpForm",
    "WalkInsForm",
    "WalkingTimeForm",
]
