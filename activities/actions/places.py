"""A place is added, changed, reserved, closed for a while."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.roles import Can
from activities import seating
from activities.actions.meetups import apply_cancel, apply_change
from activities.bookings import hold, taking
from activities.models import Booking, Meetup, Place
from audit.guards import action, create_action
from ground.refusals import Refused


@create_action(Can.PLAN_MEETUPS, says="plek toegevoegd")
def add_place(*, by: User, **fields) -> Place:
    """A place where people may meet."""
    return Place.objects.create(**fields)


@action(Can.PLAN_MEETUPS, says="plek gewijzigd")
def change_place(place: Place, *, by: User, **fields) -> Place:
    """What people need to know about a place. A room that becomes a square is taken no more."""
    hold(place)
    for name, value in fields.items():
        setattr(place, name, value)
    place.save()
    if place.is_shared:
        place.bookings.filter(meetup__isnull=False).delete()
        return place
    try:
        with transaction.atomic():
            # The database books each of them anew, as far as that was not done.
            place.meetups.on().coming().order_by().update(place=place)
    except IntegrityError as problem:
        if "a_place_is_taken_once" not in str(problem):
            raise
        raise Refused(
            f"In {place.name} staan twee activiteiten op hetzelfde moment. Verplaats er eerst een."
        ) from problem
    return place


@action(Can.PLAN_MEETUPS, says="plek gereserveerd")
def book(place: Place, *, begins_at: datetime, ends_at: datetime, what: str, by: User) -> Booking:
    """Reserve a place for something that is not on the agenda."""
    with taking(place, begins_at, ends_at):
        return place.bookings.create(
            begins_at=begins_at, ends_at=ends_at, what=what, made_by_id=by.pk
        )


@action(Can.PLAN_MEETUPS, says="plek vrijgegeven")
def release(booking: Booking, *, by: User) -> Place:
    """Give a reservation back."""
    if booking.meetup_id:
        raise Refused("Deze plek hoort bij een activiteit. Wijzig de activiteit, of gelast die af.")
    place = booking.place
    booking.delete()
    return place


@action(Can.PLAN_MEETUPS, says="loopafstand genoteerd")
def note_walk(place: Place, *, complex_code: str, minutes: int, by: User) -> Place:
    """How long the walk is from a complex; noted again, the newest counts."""
    place.walks.update_or_create(complex_code=complex_code, defaults={"minutes": minutes})
    return place


def in_the_way(place: Place, begins_at: datetime, ends_at: datetime) -> list[Meetup]:
    """The meetups that are planned here in a period, soonest first."""
    found = place.meetups.on().coming().filter(starts_at__lt=ends_at, ends_at__gt=begins_at)
    return list(found.select_related("place"))


@action(Can.PLAN_MEETUPS, says="plek gesloten")
def close_place(
    place: Place,
    *,
    begins_at: datetime,
    ends_at: datetime,
    why: str,
    move_to: Place | None = None,
    by: User,
) -> Booking:
    """Close a place for a while: what was planned goes to another place, or is called off; who
    comes hears it. Refused, and nothing changed, when the other place is taken once."""
    hold(place, move_to or place)
    for meetup in in_the_way(place, begins_at, ends_at):
        meetup = seating.locked(meetup)
        if move_to:
            moved = {"is_moved": True} if meetup.series_id else {}
            apply_change(meetup, by=by, place=move_to, **moved)
        else:
            apply_cancel(meetup, why=why, by=by)
    going_on = place.bookings.filter(begins_at__lte=begins_at, ends_at__gt=begins_at).first()
    if going_on and going_on.meetup_id:
        # What has begun is finished first.
        begins_at = going_on.ends_at
    with taking(place, begins_at, ends_at):
        return place.bookings.create(
            begins_at=begins_at, ends_at=ends_at, what=f"Gesloten: {why}"[:80], made_by_id=by.pk
        )
