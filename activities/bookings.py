"""A place takes one booking at a time; the error names the conflicting booking."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from activities.models import Booking, Meetup, Place
from ground.days import day_in_words
from ground.refusals import Refused

# How many taken days a sentence names.
MOST_SAID = 5


def why_taken(place: Place, begins: datetime, ends: datetime, *, but: Meetup | None = None) -> str:
    """Return why a place is not available in a period and what to do instead; '' when it is."""
    first = place.taken_by(begins, ends, but=but).first()
    return conflict_message(place, first) if first else ""


def days_taken(place: Place, moments: list[tuple[datetime, datetime]]) -> list[Booking]:
    """Return the bookings that overlap any of these periods, soonest first."""
    if not moments:
        return []
    there = place.taken_by(moments[0][0], max(ends for _begins, ends in moments))
    return [
        booking
        for booking in there
        if any(begins < booking.ends_at and ends > booking.begins_at for begins, ends in moments)
    ]


def which_are_taken(place: Place, taken: list[Booking]) -> str:
    """'De Merel is op 2 dagen al bezet: 8 december (Koffietafel) en ...', at most five of them."""
    begun = [(timezone.localtime(one.begins_at), one.title) for one in taken]
    said = [f"{day_in_words(begins, 'j F')} ({title})" for begins, title in begun[:MOST_SAID]]
    more = len(taken) - len(said)
    if more:
        said.append(f"nog {more}")
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} en {said[-1]}"
    times = "1 keer" if len(taken) == 1 else f"{len(taken)} keer"
    return (
        f"{place.name} is {times} al bezet: {listed}. Zet het vinkje om die over te slaan, of kies "
        "andere dagen."
    )


def conflict_message(place: Place, booking: Booking) -> str:
    """'De Merel is dan al bezet: Koffietafel, dinsdag 8 december, 10.00 tot 12.00 uur. ...'"""
    begins, ends = map(timezone.localtime, (booking.begins_at, booking.ends_at))
    day, until = day_in_words(begins, "l j F, H.i"), date_format(ends, "H.i")
    if begins.date() != ends.date():
        until = day_in_words(ends, "l j F, H.i")
    return (
        f"{place.name} is dan al bezet: {booking.title}, {day} tot {until} uur. "
        "Kies een andere tijd of een andere plek."
    )


def lock_places(*places: Place) -> None:
    """Lock places, always in the same order and before any meetup in them, to prevent deadlocks."""
    ids = {place.pk for place in places}
    list(Place.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


@contextmanager
def booking_place(
    place: Place,
    begins: datetime,
    ends: datetime,
    *,
    but: Meetup | None = None,
    unless: UUID | None = None,
) -> Iterator[None]:
    """Run the block that takes a place; raises Refused when another booking overlaps. `unless` is
    the key of a form that may have been sent before."""
    with transaction.atomic():
        # Serialise on the place: a second transaction waits here and then reads the committed
        # booking.
        place = Place.objects.select_for_update().get(pk=place.pk)
        why = why_taken(place, begins, ends, but=but)
        if why and not (unless and Meetup.objects.filter(key=unless).exists()):
            raise Refused(why)
        yield
