"""Calls to people who used to come and no longer do, whatever they came to.

Who stays away without signing off from one series is `plan_calls_to_missed_regulars`; here it is
who stops signing up at all. Somebody either is called or not: nobody gets a number.
"""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from activities.models import CallTask, Meetup, SignUp

# Somebody used to come after this many meetups within so long.
USUALLY, WITHIN = 3, timedelta(weeks=12)
# They are quiet after this long, and after twice their own longest pause.
QUIET, PAUSES = timedelta(weeks=4), 2
# How many meetups they could have come to in that time, where they used to come.
HELD = 2
# How far back to look, and how many people are read at a time.
REMEMBERED, BATCH = timedelta(weeks=26), 500


def plan_calls_to_quiet_guests() -> int:
    """Plan a call to each guest who used to come, and no longer comes or signs up. Returns how many
    calls were planned. Safe to run concurrently."""
    now = timezone.now()
    return sum(_plan_call(person, now) for person in _quiet(now))


def _quiet(now: datetime) -> list[str]:
    """Return who came often enough, longest ago first, and neither comes nor signed up again."""
    came = SignUp.objects.filter(attended_at__isnull=False, meetup__starts_at__gt=now - REMEMBERED)
    same = SignUp.objects.filter(person=OuterRef("person"), phone=OuterRef("phone"))
    coming = same.active().filter(meetup__starts_at__gt=now, meetup__cancelled_at=None)
    hidden = same.exclude(pk__in=SignUp.objects.reachable().values("pk"))
    called = same.filter(calls__why__in=CallTask.STAYED_AWAY, calls__made_at__gt=now - QUIET)
    people = (
        came.filter(~Exists(coming), ~Exists(hidden), ~Exists(called))
        .order_by()
        .values("person")
        .annotate(n=Count("meetup", distinct=True), last=Max("meetup__starts_at"))
        .filter(n__gte=USUALLY, last__lte=now - QUIET)
    )
    return [row["person"] for row in people.order_by("last", "person")[:BATCH]]


def _plan_call(person: str, now: datetime) -> bool:
    """Plan a call about the last time somebody came, once; not while they keep to their own rhythm,
    or when there was nothing to come to."""
    came = SignUp.objects.filter(
        person=person, attended_at__isnull=False, meetup__starts_at__gt=now - REMEMBERED
    )
    came = list(came.select_related("meetup").order_by("meetup__starts_at", "pk"))
    last = came[-1]
    begun = [one.meetup.starts_at for one in came]
    lately = [moment for moment in begun if moment > begun[-1] - WITHIN]
    if len(lately) < USUALLY:
        return False
    longest = max(later - earlier for earlier, later in pairwise(lately))
    if now - begun[-1] < max(QUIET, PAUSES * longest) or not _could_have_come(came, now):
        return False
    return CallTask.objects.get_or_create(sign_up=last, why=CallTask.Why.QUIET)[1]


def _could_have_come(came: list[SignUp], now: datetime) -> bool:
    """Whether enough meetups were held since, in a series or in a place where they used to come."""
    series = {one.meetup.series_id for one in came} - {None}
    where = Q(series__in=series) | Q(place__in={one.meetup.place_id for one in came})
    since = Meetup.objects.on().filter(
        where, starts_at__gt=came[-1].meetup.starts_at, ends_at__lt=now
    )
    return since.count() >= HELD
