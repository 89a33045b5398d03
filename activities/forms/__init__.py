"""What people type about meetups, who comes and where."""

from activities.forms.faces import PortraitForm
from activities.forms.guests import (
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
from activities.forms.meetups import CallOffForm, EndSeriesForm, MeetupForm, SeriesForm
from activities.forms.places import (
    BookForm,
    ClosePlaceForm,
    PlaceForm,
    WalkForm,
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
