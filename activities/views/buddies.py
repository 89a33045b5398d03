"""Buddies: the public request form, and the pages on which staff match two people."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import public, requires
from accounts.models import User
from accounts.roles import Can
from activities import actions
from activities.acquaintances import rank_buddies
from activities.forms import BuddyForm, BuddyRequestCalledForm, BuddyRequestForm
from activities.models import Buddy, BuddyMatch, BuddyRequest
from activities.unsorted_forms import BUDDY_REQUEST
from activities.views.tickets import TOO_MANY, guest, private, status_of
from audit.models import list_seen, seen
from ground.rate_limits import Limit, limit_met
from ground.workdays import working_days_after
from unsorted.past_limit import kept

# Number of working days within which a requester is called.
CALLED_WITHIN = 3
MOST, MOST_OPEN = 60, 200


@public
def request_buddy(request: HttpRequest) -> HttpResponse:
    """Public form: six wishes and a number. Bots get the same thank-you page."""
    form = BuddyRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.pop("website"):
            return redirect("activities:buddy_thanks")
        typed = form.cleaned_data
        match limit_met(request, "sign_up"):
            case Limit.NONE:
                actions.request_buddy(by=guest(request), **typed)
                return redirect("activities:buddy_thanks")
            case Limit.OF_ALL:
                return kept(BUDDY_REQUEST, typed, phone=typed["phone"])
            case Limit.OF_NETWORK:
                form.add_error(None, TOO_MANY)
    status = status_of(form)
    context = {"form": form, "too_many": status == 429}
    return render(request, "activities/buddy_request_form.html", context, status=status)


@public
def buddy_thanks(request: HttpRequest) -> HttpResponse:
    """Says who calls, and by when."""
    by = working_days_after(timezone.localdate(), CALLED_WITHIN)
    return render(request, "activities/buddy_thanks.html", {"by": by})


@public
def answer_match_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer one match through a personal link; once both have said yes, shows the other's first
    name and number."""
    found = BuddyMatch.objects.by_token(token).select_related("buddy_request", "buddy").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.answer_match_by_link(
            found, token=token, yes="ja" in request.POST, by=guest(request)
        )
        return private(redirect("activities:answer_match_by_link", token=token))
    if found.is_agreed:
        seen(found, by=guest(request))
    context = {"match": found} | found.seen_by(guest=found.guest_token == token)
    return private(render(request, "activities/match.html", context))


@requires(Can.PLAN_MEETUPS)
def buddy_list(request: HttpRequest) -> HttpResponse:
    """Requests (to call first, oldest first; matched last) and the buddies."""
    mine, status = BuddyRequest.objects.visible_to(request.user), BuddyRequest.Status
    rows = [
        *mine.filter(status=status.ASKED).order_by("made_at", "pk")[:MOST_OPEN],
        *mine.filter(status=status.LOOKING).order_by("made_at", "pk")[:MOST_OPEN],
        *mine.filter(status=status.TOGETHER).order_by("-status_since", "-pk")[:MOST],
    ]
    buddies = Buddy.objects.visible_to(request.user).filter(stopped_at=None)
    buddies = list(buddies[:MOST])
    about = [row.tenant_id for row in rows]
    ids = [row.pk for row in rows]
    list_seen("activities.buddy_requests", BuddyRequest, ids, by=request.user, tenants=about)
    record_buddies_seen(buddies, by=request.user)
    context = {"buddy_requests": rows, "buddies": buddies}
    return render(request, "activities/buddy_list.html", context)


def record_buddies_seen(buddies: list[Buddy], *, by: User) -> None:
    """Record which neighbours and volunteers a page showed."""
    if buddies:
        list_seen("activities.buddies", Buddy, [buddy.pk for buddy in buddies], by=by)


@requires(Can.PLAN_MEETUPS)
def search_buddy(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: call back, find a buddy, propose; every reason beside every buddy."""
    buddy_request = get_object_or_404(BuddyRequest.objects.visible_to(request.user), pk=pk)
    form = BuddyRequestCalledForm(
        request.POST or None, initial={"name": buddy_request.name, "things": buddy_request.things}
    )
    if request.method == "POST" and form.is_valid():
        actions.search_buddy(buddy_request, by=request.user, **form.cleaned_data)
        messages.success(request, "Vastgelegd. Kies nu wie erbij past.")
        return redirect("activities:search_buddy", pk=pk)
    matches = BuddyMatch.objects.visible_to(request.user).filter(buddy_request=buddy_request)
    match = matches.open().select_related("buddy").first()
    looking = buddy_request.status == BuddyRequest.Status.LOOKING
    buddies = Buddy.objects.visible_to(request.user)
    choices = rank_buddies(buddy_request, buddies) if looking else []
    seen(buddy_request, by=request.user)
    record_buddies_seen(
        [*(choice["buddy"] for choice in choices), *([match.buddy] if match else [])],
        by=request.user,
    )
    context = {"buddy_request": buddy_request, "form": form, "match": match, "choices": choices}
    return render(
        request, "activities/buddy_request.html", context, status=422 if form.errors else 200
    )


@requires(Can.PLAN_MEETUPS)
@require_POST
def propose(request: HttpRequest, pk: int, buddy: int) -> HttpResponse:
    """Ask both whether they would like to meet."""
    buddy_request = get_object_or_404(BuddyRequest.objects.visible_to(request.user), pk=pk)
    chosen = get_object_or_404(Buddy.objects.visible_to(request.user), pk=buddy)
    actions.propose(buddy_request, buddy=chosen, by=request.user)
    messages.success(request, "Gevraagd. Zeggen allebei ja, dan horen zij het van elkaar.")
    return redirect("activities:search_buddy", pk=pk)


@requires(Can.PLAN_MEETUPS)
@require_POST
def answer_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the answer that one side gave on the phone."""
    found = get_object_or_404(BuddyMatch.objects.visible_to(request.user), pk=pk)
    as_guest, yes = request.POST.get("wie") != "maatje", "ja" in request.POST
    actions.answer_match(found, guest=as_guest, yes=yes, by=request.user)
    return redirect("activities:search_buddy", pk=found.buddy_request_id)


@requires(Can.PLAN_MEETUPS)
@require_POST
def close_buddy_request(request: HttpRequest, pk: int) -> HttpResponse:
    """End a request that is no longer needed or wanted."""
    buddy_request = get_object_or_404(BuddyRequest.objects.visible_to(request.user), pk=pk)
    actions.close_buddy_request(buddy_request, by=request.user)
    messages.success(request, "Klaar.")
    return redirect("activities:buddy_list")


@requires(Can.PLAN_MEETUPS)
def add_buddy(request: HttpRequest) -> HttpResponse:
    """Register a neighbour or volunteer who offers company."""
    form = BuddyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_buddy(by=request.user, **form.cleaned_data)
        messages.success(request, f"Toegevoegd: {made.name}.")
        return redirect("activities:buddy_list")
    status = 422 if form.errors else 200
    return render(request, "activities/buddy_form.html", {"form": form}, status=status)


@requires(Can.PLAN_MEETUPS)
def change_buddy(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a buddy offers; the button 'Stopt' ends the offer."""
    found = get_object_or_404(Buddy.objects.visible_to(request.user), pk=pk)
    form = BuddyForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        stopped = {"stopped_at": timezone.now()} if "stopt" in request.POST else {}
        actions.change_buddy(found, by=request.user, **form.cleaned_data, **stopped)
        messages.success(request, "Bewaard.")
        return redirect("activities:buddy_list")
    seen(found, by=request.user)
    context = {"form": form, "buddy": found}
    status = 422 if form.errors else 200
    return render(request, "activities/buddy_form.html", context, status=status)
