"""Plan, change and call off meetups."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Can
from activities import notifications, seating
from activities.bookings import booking_place, lock_places
from activities.models import Meetup, SignUp
from audit.guards import action, create_action
from ground.refusals import Refused
from partners.models import Partner

Status = SignUp.Status


@create_action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="activiteit gepland")
def plan_meetup(*, key: UUID, by: User, **fields) -> Meetup:
    """Put a meetup on the agenda. Idempotent per form key.

    A meetup that a partner worker plans belongs to their organisation, and they are its host.
    """
    if not by.can(Can.PLAN_MEETUPS):
        fields |= {"partner": own_partner(by), "host": by}
    with booking_place(fields["place"], fields["starts_at"], fields["ends_at"], unless=key):
        return Meetup.objects.get_or_create(key=key, defaults=fields)[0]


def own_partner(by: User) -> Partner:
    """Return the organisation that this user works for, while it takes part; 404 otherwise."""
    return get_object_or_404(Partner.objects.visible_to(by), pk=by.worker.partner_id)


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="activiteit gewijzigd")
def change_meetup(meetup: Meetup, *, by: User, **fields) -> Meetup:
    """Change a meetup, and notify guests when the time or place changes.

    A capacity below the number of people coming is refused; extra chairs go to the waiting list.
    """
    lock_places(meetup.place, fields.get("place", meetup.place))
    meetup = seating.lock_meetup(meetup)
    require_own(meetup, by)
    if meetup.series_id:
        fields["is_moved"] = True
    return apply_change(meetup, by=by, **fields)


def apply_change(meetup: Meetup, *, by: User, heard: set[str] | None = None, **fields) -> Meetup:
    """Change a meetup whose row is locked, and notify guests. `heard` holds the people already
    notified that their whole series changes; those notified now are added to it."""
    require_open(meetup)
    taken = meetup.chairs.count()
    if fields.get("capacity", meetup.capacity) < taken:
        raise Refused(too_few_chairs(taken))
    was = (meetup.starts_at, meetup.place_id)
    for name, value in fields.items():
        setattr(meetup, name, value)
    meetup.revision += 1
    seating.move_to_lower_chairs(meetup)
    with booking_place(meetup.place, meetup.starts_at, meetup.ends_at, but=meetup):
        meetup.save()
    if was[0] != meetup.starts_at:
        seating.shorten_offers(meetup)
    seating.fill(meetup, by=by)
    if was != (meetup.starts_at, meetup.place_id):
        for sign_up in meetup.sign_ups.active():
            notifications.changed(sign_up, meetup, heard)
    return meetup


def too_few_chairs(taken: int) -> str:
    """Return why the capacity cannot be that low, and what can be done about it."""
    who = "Er is al 1 stoel bezet" if taken == 1 else f"Er zijn al {taken} stoelen bezet"
    return f"{who}. Zet het aantal stoelen op {taken} of hoger, of meld eerst iemand af."


def require_own(meetup: Meetup, by: User) -> None:
    """Raise Http404 unless this user may change the meetup; anybody may read it."""
    if not Meetup.objects.changed_by(by).filter(pk=meetup.pk).exists():
        raise Http404


def require_open(meetup: Meetup) -> None:
    """Raise Refused when the meetup was called off or has begun."""
    if meetup.is_cancelled:
        raise Refused(_("Deze activiteit gaat niet door. Kijk in de agenda wat er nog meer is."))
    if meetup.has_started:
        raise Refused(
            _("Deze activiteit is al begonnen of geweest. Kijk in de agenda wat er komt.")
        )


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="activiteit afgelast")
def cancel_meetup(meetup: Meetup, *, why: str, by: User) -> Meetup:
    """Call off a meetup: everybody with a chair or on the waiting list is notified, and reminders
    are withdrawn."""
    meetup = seating.lock_meetup(meetup)
    require_own(meetup, by)
    return apply_cancel(meetup, why=why, by=by)


def apply_cancel(meetup: Meetup, *, why: str, by: User, heard: set[str] | None = None) -> Meetup:
    """Call off a meetup whose row is locked, and notify guests; `heard` as in apply_change."""
    require_open(meetup)
    meetup.cancelled_at = timezone.now()
    meetup.cancelled_why = why
    meetup.revision += 1
    meetup.save(update_fields=["cancelled_at", "cancelled_why", "revision"])
    for sign_up in meetup.sign_ups.active():
        if sign_up.status == Status.OFFERED:
            sign_up.move(Status.LAPSED, by=by, offered_until=None)
            seating.free_chairs_of(sign_up)
        notifications.called_off(sign_up, heard)
    return meetup
