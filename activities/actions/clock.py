"""Scheduled work: expire offers, release reserved chairs, and seat the waiting list."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from activities import notifications, seating
from activities.models import Meetup, SignUp
from audit.models import record

Status = SignUp.Status
BATCH = 200


def tick() -> int:
    """Settle every meetup with something due. Idempotent and safe to run concurrently. Returns the
    number of meetups settled."""
    now = timezone.now()
    meetups = _to_look_at(now)
    for pk in meetups:
        settle(pk, now)
    return len(meetups)


def _to_look_at(now: datetime) -> list[int]:
    """Return the ids of meetups with an expired offer, reserved chairs due for release, or both
    free chairs and a waiting list."""
    coming = Meetup.objects.coming(now).on().order_by()
    late = Meetup.objects.filter(sign_ups__in=SignUp.objects.overdue(now)).order_by()
    opening = coming.filter(kept_until__lte=now)
    line = coming.filter(pk__in=SignUp.objects.waiting().order_by().values("meetup"))
    found: dict[int, None] = {}
    for meetups in (late, opening, line.with_places().free_for_somebody()):
        soonest = meetups.order_by("starts_at", "pk").values_list("pk", flat=True)
        found |= dict.fromkeys(soonest[:BATCH])
    return list(found)


@transaction.atomic
def settle(pk: int, now: datetime) -> None:
    """Settle what is due for one meetup, under its lock."""
    meetup = seating.lock_meetup(Meetup(pk=pk))
    by = User.objects.system()
    if meetup.kept_until and meetup.kept_until <= now:
        meetup.kept, meetup.kept_until = 0, None
        meetup.save(update_fields=["kept", "kept_until"])
        record("activities.open_kept", meetup, by=by)
    for sign_up in meetup.sign_ups.overdue(now).order_by("pk"):
        sign_up.move(Status.LAPSED, by=by, offered_until=None)
        seating.free_chairs_of(sign_up)
        notifications.lapsed(sign_up)
    seating.fill(meetup, by=by)
