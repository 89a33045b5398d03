"""Rights: what waits for a second person, and what changed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import Event, list_seen
from audit.sentences import sentences_for
from grants import actions
from grants.asking import in_words
from grants.models import Grant
from grants.permissions import VERBS
from ground.paging import one_page, requested_key


@requires(Can.ADMINISTER, Can.CONFIRM_GRANTS)
def grant_list(request: HttpRequest) -> HttpResponse:
    """What waits, and for the privacy officer every change of what somebody may do."""
    user = request.user
    waiting = Grant.objects.visible_to(user).waiting().select_related("account", "asked_by")
    mine = set(Grant.objects.visible_to(user).decidable_by(user).values_list("pk", flat=True))
    changes, more = changes_of_permissions(request)
    context = {
        "waiting": [
            {"grant": grant, "what": in_words(grant), "mine": grant.pk in mine} for grant in waiting
        ],
        "sees_trail": user.can(Can.SEE_TRAIL),
        "may_withdraw": user.can(Can.ADMINISTER),
        "changes": changes,
        "more": more,
    }
    return render(request, "grants/rights.html", context)


def changes_of_permissions(request: HttpRequest) -> tuple[list[dict], int | None]:
    """Return the lines of the trail, newest first, and the key of the next page; recorded as
    read. Nothing without the ability to see the trail."""
    user = request.user
    if not user.can(Can.SEE_TRAIL):
        return [], None
    events = Event.objects.visible_to(user).filter(verb__in=list(VERBS)).order_by("-pk")
    if before := requested_key(request):
        events = events.filter(pk__lt=before)
    rows, more = one_page(events)
    list_seen("grants.grant_list", Event, [event.pk for event in rows], by=user)
    names = User.objects.names_of({event.actor_id for event in rows})
    lines = [
        {"event": event, "title": line.title, "who": names.get(event.actor_id, "Bezoeker")}
        for event, line in sentences_for(rows, to=user)
    ]
    return lines, more


def visible_grant(request: HttpRequest, pk: int) -> Grant:
    grants = Grant.objects.visible_to(request.user).select_related("account", "asked_by")
    return get_object_or_404(grants, pk=pk)


@requires(Can.CONFIRM_GRANTS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what was asked."""
    grant = actions.confirm(visible_grant(request, pk), by=request.user)
    messages.success(request, f"Bevestigd: {grant.account}, {in_words(grant)}.")
    return redirect("grants:grant_list")


@requires(Can.CONFIRM_GRANTS)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not give what was asked."""
    grant = actions.refuse(visible_grant(request, pk), by=request.user)
    messages.success(request, f"Afgewezen. Voor {grant.account} verandert er niets.")
    return redirect("grants:grant_list")


@requires(Can.ADMINISTER)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was asked."""
    grant = actions.withdraw(visible_grant(request, pk), by=request.user)
    messages.success(request, f"Ingetrokken. Voor {grant.account} verandert er niets.")
    return redirect("grants:grant_list")
