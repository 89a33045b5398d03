"""Whom to call, and messages to pass on by telephone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import part_of, requires
from accounts.models import User
from accounts.roles import Can
from activities import actions, print_data
from activities.forms import FetcherForm
from activities.hooks import followers
from activities.models import BuddyMatch, CallTask, HostMessage, SignUp
from activities.views.host_messages import seen_host_messages
from activities.views.invitations import as_pdf
from audit.models import list_seen
from outbox.actions import render_text
from outbox.models import Message

MOST = 200


@requires(Can.PLAN_MEETUPS)
def calls(request: HttpRequest) -> HttpResponse:
    """Calls to make (signed up by somebody else, wants to be fetched, missed), messages to pass on
    by telephone, and what hosts told us."""
    return show(request)


def show(
    request: HttpRequest, wrong: FetcherForm | None = None, of: SignUp | None = None
) -> HttpResponse:
    """Render the list; `wrong` is an invalid form about who fetches the guest `of`."""
    open_calls = list(calls_of(request))
    unread = HostMessage.objects.visible_to(request.user).unread()[:MOST]
    context = {
        "calls": open_calls,
        "by_phone": messages_by_phone(request),
        "told": seen_host_messages(request, unread),
        "wrong": wrong,
        "of": of,
    }
    return render(request, "activities/calls.html", context, status=422 if wrong else 200)


def calls_of(request: HttpRequest):
    mine = SignUp.objects.visible_to(request.user).reachable()
    found = CallTask.objects.visible_to(request.user).open().select_related("sign_up__meetup")
    rows = list(found.filter(sign_up__in=mine).soonest()[:MOST])
    about = [call.sign_up.tenant_id for call in rows]
    followed = followers(about, to=request.user)
    names = User.objects.names_of({pk for users in followed.values() for pk in users})
    for call in rows:
        users = followed.get(call.sign_up.tenant_id, set())
        call.followed_by = sorted(names[pk] for pk in users)
    ids = [call.sign_up_id for call in rows]
    list_seen("activities.guests", SignUp, ids, by=request.user, tenants=about)
    return rows


def messages_by_phone(request: HttpRequest) -> list[dict]:
    """Return the messages to pass on by telephone, with their text: about sign-ups and about
    buddies."""
    found = list(Message.objects.told_by(request.user)[:MOST])
    ids = {kind: [m.about[kind] for m in found if kind in m.about] for kind in ("sign_up", "match")}
    mine = SignUp.objects.visible_to(request.user).reachable().select_related("meetup")
    guests = mine.in_bulk(ids["sign_up"])
    pairs = BuddyMatch.objects.visible_to(request.user).select_related("buddy_request", "buddy")
    matches = pairs.in_bulk(ids["match"])
    rows = []
    for message in found:
        if guest := guests.get(message.about.get("sign_up")):
            to = {"name": guest.first_name, "phone": guest.phone}
            about = {
                "title": guest.meetup.title,
                "url": guest.meetup.get_absolute_url(),
                "starts_at": guest.meetup.starts_at,
                # An offer is answered where one calls.
                "offer": guest if message.kind == "sign_up_offered" else None,
            }
        elif match := matches.get(message.about.get("match")):
            to = match.called(guest=message.about["side"] == "guest")
            url = match.buddy_request.get_absolute_url()
            about = {"title": "Samen iets doen", "url": url, "starts_at": None, "offer": None}
        else:
            continue
        if words := render_text(message):
            rows.append(to | about | {"message": message, "words": words})
    tenants = [guest.tenant_id for guest in guests.values()]
    tenants += [match.buddy_request.tenant_id for match in matches.values()]
    list_seen("activities.guests", SignUp, list(guests), by=request.user, tenants=tenants)
    return rows


@requires(Can.PLAN_MEETUPS)
def call_list(request: HttpRequest) -> HttpResponse:
    """The same list as a printable sheet."""
    data = print_data.call_list(calls_of(request), messages_by_phone(request))
    return as_pdf("list", data, "bellijst")


@requires(Can.PLAN_MEETUPS)
@part_of("activities:calls")
def to_call(request: HttpRequest) -> HttpResponse:
    """Fragment: how many calls about meetups wait for somebody, how many of them about tenants whom
    this user follows, and how many messages of hosts were not read."""
    mine = SignUp.objects.visible_to(request.user).reachable()
    calls = CallTask.objects.visible_to(request.user).open().filter(sign_up__in=mine).count()
    mine = quiet_of(request.user)
    count = calls + Message.objects.told_by(request.user).count()
    told = HostMessage.objects.visible_to(request.user).unread().count()
    return render(request, "activities/to_call.html", {"count": count, "told": told, "mine": mine})


def quiet_of(user: User) -> int:
    """Return how many tenants whom this user follows used to come to meetups, and no longer do."""
    guests = SignUp.objects.visible_to(user).reachable()
    quiet = CallTask.objects.visible_to(user).open().filter(why=CallTask.Why.QUIET)
    tenants = quiet.filter(sign_up__in=guests).values_list("sign_up__tenant", flat=True)
    return sum(user.pk in users for users in followers(tenants[:MOST], to=user).values())


def own_call(request: HttpRequest, pk: int) -> CallTask:
    found = CallTask.objects.visible_to(request.user).select_related("sign_up__meetup")
    return get_object_or_404(found, pk=pk)


@requires(Can.PLAN_MEETUPS)
@require_POST
def called(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a call as made."""
    actions.called(own_call(request, pk), by=request.user)
    messages.success(request, "Gebeld.")
    return redirect("activities:calls")


@requires(Can.PLAN_MEETUPS)
@require_POST
def cancel_after_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel for a guest who would rather not come."""
    actions.cancel_after_call(own_call(request, pk), by=request.user)
    messages.success(request, "Afgemeld.")
    return redirect("activities:calls")


@requires(Can.PLAN_MEETUPS)
@require_POST
def told_by_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as passed on by telephone."""
    message = Message.objects.told_by(request.user).filter(pk=pk).first()
    if message and actions.told_by_phone(message, by=request.user):
        messages.success(request, "Gebeld.")
    else:
        messages.info(request, "Dit hoeft niet meer: het is al verteld, of het is niet meer nodig.")
    return redirect("activities:calls")
