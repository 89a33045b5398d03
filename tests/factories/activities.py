"""Test data for meetups, created through their actions."""

import io
import itertools
import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone
from PIL import Image

from accounts.models import User, stranger
from accounts.roles import Role
from activities import actions, photos
from activities.models import (
    Booking,
    Buddy,
    BuddyMatch,
    BuddyRequest,
    CallTask,
    HostMessage,
    Invite,
    Meetup,
    Place,
    Portrait,
    RegularGuest,
    Reservation,
    Series,
    SignUp,
    SignUpReceipt,
    WalkIn,
)
from tenants.models import Tenant
from tests import factories

_number = itertools.count(1)


def a_place(**fields) -> Place:
    n = next(_number)
    fields = {
        "name": f"De Merel {n}",
        "street": "Merelstraat 2",
        "town": "Testdorp",
        "neighbourhood": "Vogelbuurt",
    } | fields
    return Place.objects.create(**fields)


def at(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Amsterdam local time, this many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def a_meetup(*, by: User | None = None, **fields) -> Meetup:
    """A meetup with four chairs in three days, planned by a consultant."""
    starts_at = fields.pop("starts_at", None) or at(3)
    fields = {
        "title": "Koffietafel",
        "tile": "koffie",
        "about": "Koffie drinken en praten.",
        "place": fields.pop("place", None) or a_place(),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "capacity": 4,
        "host_name": "Ria",
    } | fields
    by = by or a_planner()
    return actions.plan_meetup(key=uuid.uuid4(), by=by, **fields)


def a_series(*, by: User | None = None, **fields) -> Series:
    """A weekly meetup from the day after tomorrow."""
    fields = {
        "title": "Koffietafel",
        "tile": "koffie",
        "about": "Koffie drinken en praten.",
        "place": fields.pop("place", None) or a_place(),
        "first_on": timezone.localdate() + timedelta(days=2),
        "begins": time(10),
        "ends": time(12),
        "repeat": "week",
        "capacity": 4,
        "host_name": "Ria",
    } | fields
    return actions.start_series(key=uuid.uuid4(), by=by or a_planner(), **fields)


def a_booking(place: Place | None = None, *, by: User | None = None, **fields) -> Booking:
    """A reservation by the residents' committee, for an evening."""
    begins_at = at(200 + next(_number), 19)
    fields = {
        "begins_at": begins_at,
        "ends_at": begins_at + timedelta(hours=2),
        "what": "Vergadering van bewoners",
    } | fields
    return actions.book(place or a_place(), by=by or a_planner(), **fields)


def a_reservation(place: Place | None = None, *, by: User | None = None, **fields) -> Reservation:
    """A meeting of the residents' committee, on an afternoon of four weeks."""
    first = timezone.localdate() + timedelta(days=250 + next(_number))
    fields = {
        "key": uuid.uuid4(), "what": "Bestuur", "first_on": first, "repeat": "week",
        "until": first + timedelta(days=21), "begins": time(16), "ends": time(17),
        "skips_holidays": False,
    } | fields  # fmt: skip
    actions.book_again(place or a_place(), by=by or a_planner(), **fields)
    return Reservation.objects.get(key=fields["key"])


def an_invite(meetup: Meetup, tenant: Tenant, *, by: User | None = None) -> Invite:
    """An invitation of a tenant to a meetup."""
    actions.invite(meetup, tenants=[tenant], by=by or a_planner())
    return Invite.objects.get(meetup=meetup, tenant=tenant)


def a_standing(series: Series, *, by: User | None = None) -> RegularGuest:
    """A regular guest."""
    n = next(_number)
    fields = {"name": f"Vast {n}", "phone": f"06 13 {n // 100:02} {n % 100:02} 00"}
    return actions.always_come(series, by=by or a_planner(), **fields)


def a_photo(width: int = 40, height: int = 60) -> bytes:
    """A JPEG as a telephone makes it, with camera metadata."""
    exif = Image.Exif()
    exif[0x010F] = "Telefoonmaker"
    made = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, "JPEG", exif=exif)
    return made.getvalue()


def a_portrait(*, by: User | None = None) -> Portrait:
    """The portrait of a host who agreed."""
    picture = photos.square(a_photo())
    return actions.add_portrait(name="Ria", picture=picture, by=by or a_planner())


def a_call(meetup: Meetup | None = None) -> CallTask:
    """The call after a sign-up on behalf of another person."""
    return a_sign_up(meetup, on_behalf="dochter").calls.get()


def a_buddy_request(*, by: User | None = None, **fields) -> BuddyRequest:
    """A buddy request of somebody who was called back."""
    fields = {"things": ["koffie"], "phone": "06 14 00 00 01"} | fields
    buddy_request = actions.request_buddy(key=uuid.uuid4(), by=stranger(), **fields)
    return actions.search_buddy(
        buddy_request, name="Riet", things=buddy_request.things, by=by or a_planner()
    )


def a_buddy(*, by: User | None = None, **fields) -> Buddy:
    """A neighbour who offers company and has a certificate of good conduct."""
    fields = {
        "name": "Zwaan Jansen", "phone": "06 14 00 00 02", "things": ["koffie", "lopen"],
        "vog_on": timezone.localdate(),
    } | fields  # fmt: skip
    return actions.add_buddy(by=by or a_planner(), **fields)


def a_match(*, by: User | None = None) -> BuddyMatch:
    """A match that was proposed to both."""
    by = by or a_planner()
    return actions.propose(a_buddy_request(by=by), buddy=a_buddy(by=by), by=by)


def a_planner() -> User:
    """The first consultant, created if there is none."""
    return User.objects.filter(role=Role.CONSULTANT).first() or factories.a_user(Role.CONSULTANT)


def a_sign_up(meetup: Meetup | None = None, *, by: User | None = None, **fields) -> SignUp:
    """A sign-up by an anonymous visitor on the website, each with a number of their own."""
    n = next(_number)
    fields = {
        "key": uuid.uuid4(),
        "name": f"Gast {n}",
        "phone": f"06 12 {n // 100:02} {n % 100:02} 00",
    } | fields
    return actions.sign_up(meetup or a_meetup(), by=by or stranger(), **fields)


def a_receipt(meetup: Meetup | None = None, **fields) -> SignUpReceipt:
    """The receipt of a sign-up on the public page, each with a number of their own."""
    n = next(_number)
    fields = {
        "key": uuid.uuid4(),
        "name": f"Gast {n}",
        "phone": f"06 12 {n // 100:02} {n % 100:02} 00",
    } | fields
    return actions.sign_up_own(meetup or a_meetup(), by=stranger(), **fields)


def a_walk_in(meetup: Meetup, *, by: User | None = None, name: str = "Ans") -> WalkIn:
    """Somebody who came without signing up and gave a first name."""
    key = uuid.uuid4()
    actions.name_walk_in(meetup, key=key, name=name, by=by or a_planner())
    return WalkIn.objects.get(key=key)


def a_host_message(meetup: Meetup, **fields) -> HostMessage:
    """What the host of a meetup told the coordinator."""
    fields = {"key": uuid.uuid4(), "text": "De koffie was op."} | fields
    return actions.tell_coordinator(meetup, by=meetup.host, **fields)


def begun(meetup: Meetup) -> Meetup:
    """Return the same meetup as if it began a quarter of an hour ago."""
    start = timezone.now() - timedelta(minutes=15)
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))
    meetup.refresh_from_db()
    return meetup
