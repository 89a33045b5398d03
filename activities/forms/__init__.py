"""What people type about meetups, who comes and where."""

from activities.forms.meetups import CallOffForm, EndSeriesForm, MeetupForm, SeriesForm
from activities.forms.places import (
    BookForm,
    ClosePlaceForm,
    PlaceForm,
    WalkForm,
)
from activities.forms.portraits import PortraitForm
from activities.forms.sign_ups import (
    CodeForm,
    CompanionForm,
    CompanyCalledForm,
    CompanyForm,
    FetcherForm,
    GuestForm,
    InvitedForm,
    OwnSignUpForm,
    StaffSignUpForm,
    StandingForm,
    WalkInsForm,
)

__all__ = [
    "BookForm",
    "CallOffForm",
    "ClosePlaceForm",
    "CodeForm",
    "CompanionForm",
    "CompanyCalledForm",
    "CompanyForm",
    "EndSeriesForm",
    "FetcherForm",
    "GuestForm",
    "InvitedForm",
    "MeetupForm",
    "OwnSignUpForm",
    "PlaceForm",
    "PortraitForm",
    "SeriesForm",
    "StaffSignUpForm",
    "StandingForm",
    "WalkForm",
    "WalkInsForm",
]
