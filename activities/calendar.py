"""A meetup as an entry for somebody's own calendar (RFC 5545).

The UID never changes and SEQUENCE rises, so that a calendar replaces what it had; an entry that was
called off says so instead of disappearing.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, vText

from activities.models import Meetup


def entry(meetup: Meetup) -> bytes:
    """The calendar file of one meetup, in the time of Amsterdam with its clock changes."""
    event = Event()
    event.add("uid", f"activiteit-{meetup.pk}@aanloop")
    event.add("sequence", meetup.revision)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(meetup.starts_at))
    event.add("dtend", timezone.localtime(meetup.ends_at))
    event.add("summary", meetup.title)
    event.add("location", vText(f"{meetup.place.name}, {meetup.place.street}"))
    event.add("description", f"{meetup.about}\n\nVragen? Bel {settings.ORGANISATION_PHONE}.")
    event.add("url", settings.SITE_URL + reverse("activities:public", args=[meetup.pk]))
    event.add("status", "CANCELLED" if meetup.is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Aanloop//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
