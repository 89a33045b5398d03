"""What hosts told the coordinator, on the page of a meetup and on the call list."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from activities import actions
from activities.models import HostMessage
from audit.models import list_seen


def seen_host_messages(request: HttpRequest, found: QuerySet[HostMessage]) -> list[HostMessage]:
    """Return the messages with the guest's name as this user may read it (`about`), and whether
    they may call them (`may_call`). Records that they were seen."""
    rows = list(found.select_related("meetup", "made_by", "read_by", "guest__tenant"))
    for row in rows:
        guest = row.guest
        row.about = guest.shown_to(request.user) if guest else ""
        row.may_call = bool(guest) and not guest.is_hidden_from(request.user)
    if rows:
        about = [row.guest.tenant_id for row in rows if row.guest]
        ids = [row.pk for row in rows]
        list_seen("activities.host_messages", HostMessage, ids, by=request.user, tenants=about)
    return rows


@requires(Can.PLAN_MEETUPS)
@require_POST
def read_host_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read."""
    found = get_object_or_404(HostMessage.objects.visible_to(request.user), pk=pk)
    found = actions.read_host_message(found, by=request.user)
    return redirect("activities:calls") if "bellijst" in request.POST else redirect(found.meetup)
