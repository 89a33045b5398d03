"""Test data for the weekly review of reads: reads of a past week, and the sample drawn from
them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.db import models
from django.utils import timezone

from accounts.models import User
from audit import actions
from audit.models import Event, ReviewWeek, seen
from tests import factories


def last_monday(weeks: int = 1) -> date:
    """The Monday of last week, or of this many weeks ago."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday(), weeks=weeks)


def at(weekday: int = 1, hour: int = 10, minute: int = 0, *, weeks: int = 1) -> datetime:
    """A moment in that week; weekday 0 is Monday."""
    day = last_monday(weeks) + timedelta(days=weekday)
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def during(moment: datetime) -> Iterator[None]:
    """Set `timezone.now()` to this moment within the block."""
    with patch.object(timezone, "now", lambda: moment):
        yield


def a_read(by: User, subject: models.Model | None = None, moment: datetime | None = None) -> Event:
    """Record that a user viewed a tenant, by default at ten on Tuesday of last week."""
    subject = subject or factories.a_tenant()
    with during(moment or at()):
        return seen(subject, by=by)


def reads(by: User, tenants: list[models.Model], moment: datetime | None = None) -> list[Event]:
    """Record that a user viewed each of these tenants, one minute apart."""
    moment = moment or at()
    return [a_read(by, one, moment + timedelta(minutes=n)) for n, one in enumerate(tenants)]


def a_week(*, weeks: int = 1) -> ReviewWeek:
    """The review of last week, with its sample."""
    return actions.fill(monday=last_monday(weeks), by=User.objects.system())


def settled(week: ReviewWeek, *, by: User) -> ReviewWeek:
    """Decide that every open review of the week is in order."""
    for review in week.reviews.open():
        actions.decide(review, verdict="in_order", by=by)
    return week
