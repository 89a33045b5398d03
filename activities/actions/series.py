"""Start, extend, change and end series of meetups."""

import logging
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities import recurrence, seating
from activities.acquaintances import tenant_with_number
from activities.actions.meetups import apply_cancel, apply_change, own_partner
from activities.actions.sign_ups import cancel, create_sign_up
from activities.bookings import booking_place, lock_places, why_taken
from activities.models import Meetup, RegularGuest, Series, SignUp
from activities.models.sign_ups import compared_name
from audit.guards import action, create_action, require_visible
from ground.refusals import Refused
from tenants.models import Tenant

log = logging.getLogger("aanloop.activities")
# How far ahead the meetups of a series are created.
AHEAD = timedelta(weeks=13)
# Relations read together with a series.
AROUND = ("place", "host", "partner")
# Fields that a meetup copies unchanged from its series.
SAME = [
    "title", "tile", "about", "for_whom", "capacity", "cost", "languages", "host_name", "portrait",
    "element", "place", "host", "partner",
]  # fmt: skip


@create_action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="reeks begonnen")
def start_series(*, key: UUID, by: User, **fields) -> Series:
    """Start a series from a first day. Idempotent per form key."""
    if not by.can(Can.PLAN_MEETUPS):
        fields |= {"partner": own_partner(by), "host": by}
    fields["rule"] = recurrence.rule_for(fields["repeat"], fields["first_on"])
    series, new = Series.objects.get_or_create(key=key, defaults=fields)
    if new:
        grow(series)
    return series


@transaction.atomic
def grow(series: Series) -> int:
    """Create the coming meetups of a series that do not exist yet, except those whose place is
    taken. Returns how many were created."""
    today = timezone.localdate()
    lock_places(series.place)
    # Read the current row: another transaction may have ended or extended the series.
    series = Series.objects.select_for_update(of=["self"]).select_related(*AROUND).get(pk=series.pk)
    there = set(series.meetups.values_list("series_day", flat=True))
    made = 0
    for day in series.days(today + AHEAD):
        if day in there or day < today:
            continue
        starts_at, ends_at = recurrence.instants(day, series.begins, series.ends)
        if starts_at <= timezone.now():
            continue
        same = {name: getattr(series, name) for name in SAME}
        try:
            with booking_place(series.place, starts_at, ends_at):
                meetup = Meetup.objects.create(
                    series=series, series_day=day, starts_at=starts_at, ends_at=ends_at, **same
                )
        except Refused:
            continue
        sign_up_regular_guests(meetup)
        made += 1
    return made


def sign_up_regular_guests(meetup: Meetup) -> None:
    """Sign up the regular guests of the series, in the order in which they registered. A guest who
    cannot be signed up is logged and skipped, so that the others still get their meetup."""
    gone = Q(tenant__died_on__isnull=False) | Q(tenant__restricted_at__isnull=False)
    always = meetup.series.standing.filter(ended_at=None).exclude(gone).select_related("tenant")
    for standing in always.order_by("pk"):
        try:
            _seat_standing(standing, meetup)
        except Refused:
            log.warning("not on the list: standing=%s meetup=%s", standing.pk, meetup.pk)


def _seat_standing(standing: RegularGuest, meetup: Meetup) -> None:
    create_sign_up(
        meetup, key=uuid4(), name=standing.name, phone=standing.phone, party=standing.party,
        via=SignUp.Via.STANDING, tenant=standing.tenant, standing=standing,
        by=User.objects.system(),
    )  # fmt: skip


@action(Can.PLAN_MEETUPS, says="komt altijd")
def always_come(
    series: Series, *, name: str, phone: str, party: int = 1, tenant: Tenant | None = None, by: User
) -> RegularGuest:
    """Register a regular guest ('ik kom altijd') and sign them up for all coming meetups."""
    tenant = tenant or tenant_with_number(phone, by)
    if tenant:
        require_visible(tenant, by=by)
    for known in series.standing.filter(phone=phone, ended_at=None):
        if compared_name(known.name) == compared_name(name):
            return known
    standing, new = RegularGuest.objects.get_or_create(
        series=series, name=name, phone=phone, ended_at=None,
        defaults={"party": party, "tenant": tenant, "made_by_id": by.pk},
    )  # fmt: skip
    if new:
        for meetup in _coming(series):
            _seat_standing(standing, meetup)
    return standing


@action(Can.PLAN_MEETUPS, says="komt niet meer altijd")
def end_regular_guest(standing: RegularGuest, *, by: User) -> Series:
    """End a regular guest's standing sign-up and cancel their coming sign-ups, which frees the
    chairs."""
    RegularGuest.objects.filter(pk=standing.pk, ended_at=None).update(ended_at=timezone.now())
    coming = SignUp.objects.active().filter(standing=standing, meetup__starts_at__gt=timezone.now())
    for sign_up in coming.select_related("meetup").order_by("meetup__starts_at", "meetup"):
        cancel(sign_up, by=by)
    return standing.series


def grow_all() -> int:
    """Extend every running series as far ahead as it should reach; run by the scheduler."""
    running = Series.objects.running().select_related(*AROUND)
    return sum(grow(series) for series in running.order_by("pk"))


def missing(series: Series) -> list[date]:
    """Return the coming days of a series without a meetup because the place was taken."""
    there = set(series.meetups.values_list("series_day", flat=True))
    today = timezone.localdate()
    coming = [day for day in series.days(today + AHEAD) if day > today and day not in there]
    return [
        day
        for day in coming
        if why_taken(series.place, *recurrence.instants(day, series.begins, series.ends))
    ]


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="reeks gewijzigd")
def change_series(series: Series, *, by: User, **fields) -> Series:
    """Change a series, and every coming meetup of it that was not changed individually. Guests are
    notified when the time or place changes."""
    _require_own(series, by)
    lock_places(series.place, fields.get("place", series.place))
    for name, value in fields.items():
        setattr(series, name, value)
    series.revision += 1
    series.save(update_fields=[*fields, "revision"])
    same = {name: getattr(series, name) for name in SAME}
    heard: set[str] = set()
    for meetup in _coming(series).filter(is_moved=False):
        meetup = seating.lock_meetup(meetup)
        starts_at, ends_at = recurrence.instants(meetup.series_day, series.begins, series.ends)
        if starts_at <= timezone.now():
            # The new time has already passed today; nobody could be told in time, so today's meetup
            # stays as it is.
            continue
        apply_change(meetup, by=by, heard=heard, starts_at=starts_at, ends_at=ends_at, **same)
    grow(series)
    return series


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="reeks gestopt")
def end_series(series: Series, *, until: date, why: str, by: User) -> Series:
    """End a series after a day and call off its later meetups. Never extends a series that already
    ends sooner."""
    _require_own(series, by)
    until = min(until, series.until or until)
    series.until = until
    series.revision += 1
    series.save(update_fields=["until", "revision"])
    heard: set[str] = set()
    for meetup in _coming(series).filter(series_day__gt=until):
        apply_cancel(seating.lock_meetup(meetup), why=why, by=by, heard=heard)
    return series


def _coming(series: Series):
    """Return the coming meetups of a series, soonest first; also the order in which they are
    locked."""
    return series.meetups.on().coming()


def _require_own(series: Series, by: User) -> None:
    if not Series.objects.changed_by(by).filter(pk=series.pk).exists():
        raise Http404
