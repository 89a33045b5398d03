"""Lets the demo's past happen in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone


def moment_ago(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment on the day so many days ago, or on the Friday before a weekend."""
    day = timezone.localdate() - timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@contextmanager
def days_ago(days: int, hour: int = 10, minute: int = 0) -> Iterator[datetime]:
    """Within it, now is that moment."""
    moment = moment_ago(days, hour, minute)
    with patch.object(timezone, "now", lambda: moment):
        yield moment
