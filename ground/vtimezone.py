"""The clock in Amsterdam as a calendar file says it (RFC 5545, VTIMEZONE).

By its rules, which every reader understands and which have no end, in place of a list of every
change until 2038, of which some readers take only the first.
"""

from datetime import datetime, timedelta

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)


def amsterdam() -> Timezone:
    """The zone with the changes of the European Union (directive 2000/84/EC)."""
    zone = Timezone()
    zone.add("tzid", "Europe/Amsterdam")
    # Local times without a zone, as RFC 5545 asks of the zone itself.
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
