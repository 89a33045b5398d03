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
    BuddyRequestForm,
    CodeForm,
    CompanyCalledForm,
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
    "BuddyRequestForm",
    "CallOffForm",
    "ClosePlaceForm",
    "CodeForm",
    "CompanyCalledForm",
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
