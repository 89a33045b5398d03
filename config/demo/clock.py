"""A clock with which the demo's actions can happen in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


def moment_ago(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """Return a time that many days ago; when that is in a weekend, on the Friday before it."""
    day = timezone.localdate() - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def days_ago(days: int, hour: int = 10, minute: int = 0) -> Iterator[datetime]:
    """Make `now` that moment inside the `with` block."""
    moment = moment_ago(days, hour, minute)
    with patch.object(timezone, "now", lambda: moment):
        yield moment
