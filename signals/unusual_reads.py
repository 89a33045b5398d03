"""Unusual reads that depend on the calendar of working days, which this room uses."""

from audit.models import ReviewWeek
from audit.unusual_reads import a_day_each, register_unusual
from ground.workdays import is_working_day


@register_unusual("day_off", "Op een vrije dag", "Gelezen op een dag waarop niet gewerkt wordt.")
def on_a_day_off(week: ReviewWeek) -> dict[int, str]:
    """Return reads on days off: weekends and public holidays."""
    off = [day for day in week.days if not is_working_day(day)]
    return a_day_each(week.events().reads().filter(at__date__in=off))
