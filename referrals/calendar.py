"""The handover appointment as a calendar file."""

from ground.vtimezone import amsterdam
from referrals.models import Handover
from signals.calendar import neutral_entry, new_calendar

NAME = "afspraak.ics"


def as_file(handover: Handover) -> bytes:
    """One event (RFC 5545) without name, place or reason: calendars are read on lock screens. Of a
    cancelled appointment the file takes it out of the calendar."""
    made = new_calendar()
    made.add("method", "CANCEL" if handover.visit.cancelled_at else "PUBLISH")
    made.add_component(neutral_entry(handover.visit))
    made.add_component(amsterdam())
    return made.to_ical()
