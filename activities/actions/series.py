"""What comes back begins, grows with time, changes and ends."""

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
from activities.acquaintances import known_by
from activities.actions.meetups import apply_cancel, apply_change, own_partner
from activities.actions.sign_ups import cancel, enrol
from activities.bookings import hold, taking, why_taken
from activities.models import Meetup, RegularGuest, Series, SignUp
from audit.guards import action, create_action, require_visible
from ground.refusals import Refused
from tenants.models import Tenant

log = logging.getLogger("aanloop.activities")
# How far ahead the meetups of a series stand on the agenda.
AHEAD = timedelta(weeks=13)
# What is read with a series.
AROUND = ("place", "host", "partner")
# What a meetup takes over from its series as it is.
SAME = [
    "title", "tile", "about", "for_whom", "capacity", "cost", "languages", "host_name", "portrait",
    "element", "place", "host", "partner",
]  # fmt: skip


@create_action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="reeks begonnen")
def start_series(*, key: UUID, by: User, **fields) -> Series:
    """Something comes back from a first day on. Sent twice with one key, it begins once."""
    if not by.can(Can.PLAN_MEETUPS):
        fields |= {"partner": own_partner(by), "host": by}
    fields["rule"] = recurrence.rule_for(fields["repeat"], fields["first_on"])
    series, new = Series.objects.get_or_create(key=key, defaults=fields)
    if new:
        grow(series)
    return series


@transaction.atomic
def grow(series: Series) -> int:
    """Put the coming meetups of a series on the agenda, as far as they are not there. One that
    finds its place taken is left out. Returns how many were made."""
    today = timezone.localdate()
    hold(series.place)
    # As it is now: somebody may have ended it, or be growing it as well.
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
            with taking(series.place, starts_at, ends_at):
                meetup = Meetup.objects.create(
                    series=series, series_day=day, starts_at=starts_at, ends_at=ends_at, **same
                )
        except Refused:
            continue
        seat_who_always_comes(meetup)
        made += 1
    return made


def seat_who_always_comes(meetup: Meetup) -> None:
    """Who said 'ik kom altijd' has a chair, in the order in which they said it. Somebody who cannot
    be put on the list is no reason to leave the others without a meetup."""
    gone = Q(tenant__died_on__isnull=False) | Q(tenant__restricted_at__isnull=False)
    always = meetup.series.standing.filter(ended_at=None).exclude(gone).select_related("tenant")
    for standing in always.order_by("pk"):
        try:
            _seat_standing(standing, meetup)
        except Refused:
            log.warning("not on the list: standing=%s meetup=%s", standing.pk, meetup.pk)


def _seat_standing(standing: RegularGuest, meetup: Meetup) -> None:
    enrol(
        meetup, key=uuid4(), name=standing.name, phone=standing.phone, party=standing.party,
        via=SignUp.Via.STANDING, tenant=standing.tenant, standing=standing,
        by=User.objects.system(),
    )  # fmt: skip


@action(Can.PLAN_MEETUPS, says="komt altijd")
def always_come(
    series: Series, *, name: str, phone: str, party: int = 1, tenant: Tenant | None = None, by: User
) -> RegularGuest:
    """'Ik kom altijd': on the list of everything that is to come."""
    tenant = tenant or known_by(phone, by)
    if tenant:
        require_visible(tenant, by=by)
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
    """Somebody comes no longer as a matter of course; the coming chairs are free."""
    RegularGuest.objects.filter(pk=standing.pk, ended_at=None).update(ended_at=timezone.now())
    coming = SignUp.objects.active().filter(standing=standing, meetup__starts_at__gt=timezone.now())
    for sign_up in coming.select_related("meetup").order_by("meetup__starts_at", "meetup"):
        cancel(sign_up, by=by)
    return standing.series


def grow_all() -> int:
    """What the clock does: every series that runs reaches as far ahead as it should."""
    running = Series.objects.running().select_related(*AROUND)
    return sum(grow(series) for series in running.order_by("pk"))


def missing(series: Series) -> list[date]:
    """The coming days of a series that found their place taken."""
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
    """Change what comes back, and every coming meetup of it that was not changed by itself. Who
    comes hears it when the time or the place is another."""
    _require_own(series, by)
    hold(series.place, fields.get("place", series.place))
    for name, value in fields.items():
        setattr(series, name, value)
    series.revision += 1
    series.save(update_fields=[*fields, "revision"])
    same = {name: getattr(series, name) for name in SAME}
    heard: set[str] = set()
    for meetup in _coming(series).filter(is_moved=False):
        meetup = seating.locked(meetup)
        starts_at, ends_at = recurrence.instants(meetup.series_day, series.begins, series.ends)
        if starts_at <= timezone.now():
            # Of today's nobody would hear in time that it has begun already: it stays as it is.
            continue
        apply_change(meetup, by=by, heard=heard, starts_at=starts_at, ends_at=ends_at, **same)
    grow(series)
    return series


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS, says="reeks gestopt")
def end_series(series: Series, *, until: date, why: str, by: User) -> Series:
    """It comes back no more after a day: what was planned later is called off. What ends sooner
    already does not last longer by it."""
    _require_own(series, by)
    until = min(until, series.until or until)
    series.until = until
    series.revision += 1
    series.save(update_fields=["until", "revision"])
    heard: set[str] = set()
    for meetup in _coming(series).filter(series_day__gt=until):
        apply_cancel(seating.locked(meetup), why=why, by=by, heard=heard)
    return series


def _coming(series: Series):
    """What is to come of a series, soonest first: also the order in which meetups are locked."""
    return series.meetups.on().coming()


def _require_own(series: Series, by: User) -> None:
    if not Series.objects.changed_by(by).filter(pk=series.pk).exists():
        raise Http404
