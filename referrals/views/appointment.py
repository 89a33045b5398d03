"""The handover appointment as a calendar file."""

from django.http import Http404, HttpResponse

from accounts.models import User
from ground.vtimezone import amsterdam
from referrals.models import Handover, Referral
from signals.calendar import neutral_entry, new_calendar


def appointment_file(by: User, referral: Referral) -> HttpResponse:
    """Return the handover as an .ics file with a neutral title; 404 when there is none to share."""
    handovers = Handover.objects.visible_to(by).filter(referral=referral)
    handover = handovers.select_related("visit").order_by("-pk").first()
    if handover is None or not referral.shared:
        raise Http404
    response = HttpResponse(as_file(handover), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return response


def as_file(handover: Handover) -> bytes:
    """One event (RFC 5545) without name, place or reason: calendars are read on lock screens."""
    made = new_calendar()
    made.add("method", "CANCEL" if handover.visit.cancelled_at else "PUBLISH")
    made.add_component(neutral_entry(handover.visit))
    made.add_component(amsterdam())
    return made.to_ical()
