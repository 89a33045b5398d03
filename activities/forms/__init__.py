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
    ChangeSignUpForm,
    CodeForm,
    FetcherForm,
    GuestForm,
    InvitedForm,
    LostTicketForm,
    OwnSignUpForm,
    PartyForm,
    RegularGuestForm,
    StaffSignUpForm,
    TellCoordinatorForm,
    WalkInForm,
    WalkInsForm,
)

__all__ = [
    "BookForm",
    "BuddyForm",
    "BuddyRequestCalledForm",
    "BuddyRequestForm",
    "CallOffForm",
    "ChangeSignUpForm",
    "ClosePlaceForm",
    "CodeForm",
    "EndSeriesForm",
    "FetcherForm",
    "GuestForm",
    "InvitedForm",
    "LostTicketForm",
    "MeetupForm",
    "OwnSignUpForm",
    "PartyForm",
    "PlaceForm",
    "PortraitForm",
    "RegularGuestForm",
    "SeriesForm",
    "StaffSignUpForm",
    "TellCoordinatorForm",
    "WalkInForm",
    "WalkInsForm",
    "WalkingTimeForm",
]
