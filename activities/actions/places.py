"""Add, change, book and temporarily close meeting places."""

from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities import recurrence, seating
from activities.actions.meetups import apply_cancel, apply_change
from activities.bookings import booking_place, days_taken, lock_places, which_are_taken
from activities.models import Booking, Meetup, Place, Reservation
from audit.guards import action, create_action
from ground.refusals import Refused


@create_action(Can.PLAN_MEETUPS, says="plek toegevoegd")
def add_place(*, by: User, **fields) -> Place:
    """Add a meeting place."""
    return Place.objects.create(**fields)


@action(Can.PLAN_MEETUPS, says="plek gewijzigd")
def change_place(place: Place, *, by: User, **fields) -> Place:
    """Change the facts about a place. A room that becomes a shared square loses the bookings of its
    meetups."""
    lock_places(place)
    for name, value in fields.items():
        setattr(place, name, value)
    place.save()
    if place.is_shared:
        place.bookings.filter(meetup__isnull=False).delete()
        return place
    try:
        with transaction.atomic():
            # This update makes the trigger book the place for every meetup that has no booking yet.
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
    with booking_place(place, begins_at, ends_at):
        return place.bookings.create(
            begins_at=begins_at, ends_at=ends_at, what=what, made_by_id=by.pk
        )


@action(Can.PLAN_MEETUPS, says="plek telkens gereserveerd")
def book_again(
    place: Place,
    *,
    key: UUID,
    what: str,
    first_on: date,
    until: date,
    begins: time,
    ends: time,
    repeat: str,
    skips_holidays: bool = True,
    around: bool = False,
    by: User,
) -> Place:
    """Reserve a place by a rule. Days on which it is taken are refused, or passed over with
    `around`. Idempotent per form key."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    if earlier := Reservation.objects.filter(key=key).first():
        asked = (place.pk, what, first_on, until, begins, ends, repeat)
        names = ("place_id", "what", "first_on", "until", "begins", "ends", "repeat")
        if tuple(getattr(earlier, name) for name in names) == asked:
            return place
        key = uuid4()  # another rule on the form of an earlier one, as after Back
    rule = recurrence.rule_for(repeat, first_on)
    moments = recurrence.moments(rule, first_on, until, begins, ends, skips_holidays=skips_holidays)
    taken = days_taken(place, moments)
    if taken and not around:
        raise Refused(which_are_taken(place, taken), field="around")
    free = [
        (starts_at, ends_at)
        for starts_at, ends_at in moments
        if not any(one.begins_at < ends_at and one.ends_at > starts_at for one in taken)
    ]
    if not free:
        raise Refused("Dan blijft er geen enkele keer over. Kies andere dagen.", field="until")
    reservation = place.reservations.create(
        key=key, what=what, first_on=first_on, until=until, begins=begins, ends=ends, rule=rule,
        repeat=repeat, skips_holidays=skips_holidays, made_by_id=by.pk,
    )  # fmt: skip
    Booking.objects.bulk_create(
        Booking(
            place=place, begins_at=starts_at, ends_at=ends_at, what=what, made_by_id=by.pk,
            reservation=reservation,
        )
        for starts_at, ends_at in free
    )  # fmt: skip
    return place


@action(Can.PLAN_MEETUPS, says="plek vanaf een dag vrijgegeven")
def release_from(booking: Booking, *, by: User) -> Place:
    """Cancel one time of a reservation that comes back, and every later one."""
    if booking.reservation_id is None:
        raise Refused("Deze reservering komt niet terug. Geef alleen deze keer vrij.")
    place = booking.place
    times = place.bookings.filter(reservation=booking.reservation_id)
    times.filter(begins_at__gte=booking.begins_at).delete()
    # The rule says until when it holds; without a time left it is gone.
    if last := times.order_by("-begins_at").first():
        until = timezone.localdate(last.begins_at)
        Reservation.objects.filter(pk=booking.reservation_id).update(until=until)
    else:
        Reservation.objects.filter(pk=booking.reservation_id).delete()
    return place


@action(Can.PLAN_MEETUPS, says="plek vrijgegeven")
def release(booking: Booking, *, by: User) -> Place:
    """Cancel a reservation."""
    if booking.meetup_id:
        raise Refused("Deze plek hoort bij een activiteit. Wijzig de activiteit, of gelast die af.")
    place = booking.place
    booking.delete()
    return place


@action(Can.PLAN_MEETUPS, says="loopafstand genoteerd")
def note_walk(place: Place, *, complex_code: str, minutes: int, by: User) -> Place:
    """Record the walking time from a complex, in minutes; replaces an earlier one."""
    place.walks.update_or_create(complex_code=complex_code, defaults={"minutes": minutes})
    return place


def in_the_way(place: Place, begins_at: datetime, ends_at: datetime) -> list[Meetup]:
    """Return the meetups planned here in a period, soonest first."""
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
    """Close a place for a period: move its meetups to another place, or call them off; guests are
    notified. If the other place is taken for even one of them, refuse and change nothing."""
    lock_places(place, move_to or place)
    for meetup in in_the_way(place, begins_at, ends_at):
        meetup = seating.lock_meetup(meetup)
        if move_to:
            moved = {"is_moved": True} if meetup.series_id else {}
            apply_change(meetup, by=by, place=move_to, **moved)
        else:
            apply_cancel(meetup, why=why, by=by)
    going_on = place.bookings.filter(begins_at__lte=begins_at, ends_at__gt=begins_at).first()
    if going_on and going_on.meetup_id:
        # A meetup that has begun is not interrupted: the closure starts when it ends.
        begins_at = going_on.ends_at
    with booking_place(place, begins_at, ends_at):
        return place.bookings.create(
            begins_at=begins_at, ends_at=ends_at, what=f"Gesloten: {why}"[:80], made_by_id=by.pk
        )
