"""Sign-ups and requests for company that came past the limit of everybody together."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from activities import actions
from activities.models import BuddyRequest, Meetup, SignUpReceipt
from activities.models.buddies import SharedActivity
from ground.days import day_in_words
from ground.phones import dialled
from outreach.models import Code
from unsorted.kinds import FORM_KINDS, Fields, FormKind

# The names of these forms among those that are kept.
SIGN_UP, BUDDY_REQUEST = "sign_up", "request_buddy"


def sign_up_fields(meetup: Meetup, typed: dict, language: str) -> Fields:
    """Return what is kept of a sign-up, with ids instead of rows."""
    code = typed["code"] and typed["code"].pk
    return typed | {"meetup": meetup.pk, "code": code, "language": language}


def take_sign_up(fields: Fields, *, by: User) -> SignUpReceipt:
    """Sign up. For who sent the same page once more with somebody else on it, that is another
    sign-up: typing the code says that it was meant."""
    meetup = Meetup(pk=fields["meetup"])
    code = Code.objects.filter(pk=fields["code"]).first()
    given = {name: value for name, value in fields.items() if name != "meetup"} | {"code": code}
    try:
        return actions.sign_up_own(meetup, **given | {"key": UUID(fields["key"])}, by=by)
    except actions.SentBefore:
        return actions.sign_up_own(meetup, **given | {"key": uuid4()}, by=by)


def land_on_receipt(receipt: SignUpReceipt) -> HttpResponse:
    return redirect("activities:receipt", token=receipt.token)


def sign_up_lines(forms: list[Fields]) -> list[list[tuple[str, str]]]:
    """Return the meetup and what the guest typed, of each form."""
    meetups = Meetup.objects.in_bulk([fields["meetup"] for fields in forms])
    return [_sign_up_lines(fields, meetups.get(fields["meetup"])) for fields in forms]


def _sign_up_lines(fields: Fields, meetup: Meetup | None) -> list[tuple[str, str]]:
    when = meetup and f"{meetup.title}, {day_in_words(meetup.starts_at, 'l j F')}"
    said = [
        ("Activiteit", when or "bestaat niet meer"),
        ("Naam", fields["name"]),
        ("Telefoon", dialled(fields["phone"])),
        ("Met hoeveel", str(fields["party"])),
        ("Ophalen", "ja" if fields["fetch"] else ""),
        ("Aangemeld door", fields["on_behalf"]),
    ]
    return [(label, text) for label, text in said if text]


def take_buddy_request(fields: Fields, *, by: User) -> BuddyRequest:
    return actions.request_buddy(**fields | {"key": UUID(fields["key"])}, by=by)


def land_on_thanks(buddy_request: BuddyRequest) -> HttpResponse:
    return redirect("activities:buddy_thanks")


def buddy_lines(forms: list[Fields]) -> list[list[tuple[str, str]]]:
    """Return what somebody would like to do, and their number, of each form."""
    return [
        [
            ("Wat samen", ", ".join(str(SharedActivity(one).label) for one in fields["things"])),
            ("Telefoon", dialled(fields["phone"])),
        ]
        for fields in forms
    ]


FORM_KINDS.add(
    SIGN_UP,
    FormKind(
        label="Aanmelding",
        heading=_("Wij hebben uw aanmelding"),
        can=Can.SIGN_UP,
        take=take_sign_up,
        land=land_on_receipt,
        lines=sign_up_lines,
    ),
)
FORM_KINDS.add(
    BUDDY_REQUEST,
    FormKind(
        label="Vraag om gezelschap",
        heading=_("Wij hebben uw vraag"),
        can=Can.SIGN_UP,
        take=take_buddy_request,
        land=land_on_thanks,
        lines=buddy_lines,
    ),
)
