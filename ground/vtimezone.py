"""The time zone of Amsterdam for calendar files (RFC 5545, VTIMEZONE).

It has recurrence rules, which every calendar program understands and which never end. A list of
every transition until 2038 does not work: some programs read only the first.
"""

from datetime import datetime, timedelta

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def amsterdam() -> Timezone:
    """Return the zone with the summer-time rules of the European Union (directive 2000/84/EC)."""
    zone = Timezone()
    zone.add("tzid", "Europe/Amsterdam")
    # Naive local times, as RFC 5545 requires within a VTIMEZONE.
    for kind, name, first, before, after in (
        (TimezoneDaylight, "CEST", datetime(1996, 3, 31, 2), WINTER, SUMMER),  # noqa: DTZ001
        (TimezoneStandard, "CET", datetime(1996, 10, 27, 3), SUMMER, WINTER),  # noqa: DTZ001
    ):
        change = kind()
        change.add("dtstart", first)
        change.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": "-1SU"}))
        change.add("tzname", name)
        change.add("tzoffsetfrom", before)
        change.add("tzoffsetto", after)
        zone.add_component(change)
    return zone
