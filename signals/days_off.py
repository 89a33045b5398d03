"""The corporation's own days off, which the coordinator keeps, count for every working day."""

from collections.abc import Iterable
from datetime import date

from ground.workdays import days_off
from signals.models import DayOff


@days_off
def collective_days_off() -> Iterable[date]:
    return DayOff.objects.values_list("day", flat=True)
