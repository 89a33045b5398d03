"""A user's visits as an iCalendar feed (RFC 5545): 'Afspraak', a time, and a link to the signal.

No name, address or reason: calendars are shown on lock screens and read by colleagues. The UID of a
visit never changes and SEQUENCE increases; a cancelled visit stays in the feed as cancelled.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from accounts.models import User
from ground.site import host_name
from ground.vtimezone import amsterdam
from signals.models import Visit

BACK, AHEAD = timedelta(days=60), timedelta(days=400)


def feed_of(user: User) -> bytes:
    """Return the iCalendar file: visits from 60 days ago to 400 days ahead, including cancelled
    ones."""
    now = timezone.now()
    visits = Visit.objects.attended_by(user).filter(
        starts_at__gt=now - BACK, starts_at__lt=now + AHEAD
    )
    calendar = new_calendar()
    calendar.add("x-wr-calname", "Aanloop")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for visit in visits.order_by("starts_at", "pk"):
        calendar.add_component(entry(visit))
    calendar.add_component(amsterdam())
    return calendar.to_ical()


def new_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Aanloop//Afspraken//NL")
    calendar.add("version", "2.0")
    return calendar


def entry(visit: Visit) -> Event:
    """Return the event for a colleague, with a link to the signal."""
    event = neutral_entry(visit)
    event.add("last-modified", visit.changed_at)
    event.add("url", settings.SITE_URL + visit.signal_url)
    return event


def neutral_entry(visit: Visit) -> Event:
    """Return the event without a link, which also suits a calendar outside the organisation."""
    event = Event()
    event.add("uid", f"{visit.uid}@{host_name()}")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.changed_at)
    event.add("dtstart", timezone.localtime(visit.starts_at))
    event.add("dtend", timezone.localtime(visit.ends_at))
    event.add("summary", "Afspraak")
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if visit.cancelled_at else "CONFIRMED")
    return event
