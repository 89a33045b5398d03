"""The handover appointment as a download."""

from django.http import Http404, HttpResponse

from accounts.models import User
from referrals.calendar import NAME, as_file
from referrals.models import Handover, Referral


def appointment_file(by: User, referral: Referral) -> HttpResponse:
    """Return the handover as an .ics file with a neutral title; 404 when there is none to share."""
    handovers = Handover.objects.visible_to(by).filter(referral=referral)
    handover = handovers.select_related("visit").order_by("-pk").first()
    if handover is None or not referral.shared:
        raise Http404
    response = HttpResponse(as_file(handover), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response
