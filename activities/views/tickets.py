"""Somebody signs up, has a ticket, and may cancel: no account, only the secret in the own link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from accounts.guards import actor, public
from accounts.models import User, stranger
from accounts.roles import Can
from activities import actions
from activities.forms import OwnSignUpForm
from activities.models import Meetup, SignUp
from ground.rate_limits import within_limits
from outreach.models import as_printed


def guest(request: HttpRequest) -> User:
    """Who signs up: as oneself where the role allows it, otherwise as anybody from the street."""
    user = actor(request)
    return user if user.can(Can.SIGN_UP) else stranger()


def others_with_places(meetup: Meetup) -> list[Meetup]:
    """Two other meetups with a chair left."""
    others = Meetup.objects.coming().free().exclude(pk=meetup.pk)
    return list(others.select_related("place")[:2])


def too_many(request: HttpRequest) -> HttpResponse:
    """Too often in an hour: kindly, with the number to call."""
    return render(request, "activities/too_many.html", status=429)


@public
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and number are enough; for the waiting list when every chair is taken."""
    code = as_printed(request.GET.get("code", ""))
    form = OwnSignUpForm(request.POST or None, initial={"code": code})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.pop("website") or not within_limits(request, "sign_up"):
            return too_many(request)
        data = form.cleaned_data
        try:
            made = actions.sign_up(Meetup(pk=pk), by=guest(request), other=True, **data)
        except actions.SentBefore as question:
            form.ask_again(question.sentence)
        else:
            if made.key == data["key"]:
                return redirect("activities:ticket", token=made.token)
            # Whoever knows a name and a number does not get somebody else's ticket with it.
            return private(render(request, "activities/known.html"))
    meetup = get_object_or_404(Meetup.objects.with_places().select_related("place"), pk=pk)
    if request.method == "GET" and not meetup.is_open:
        return redirect("activities:meetup", pk=pk)
    others = others_with_places(meetup) if meetup.is_full else []
    context = {"meetup": meetup, "form": form, "code": code, "others": others}
    return render(request, "activities/sign_up.html", context, status=422 if form.errors else 200)


def own_sign_up(token: str) -> SignUp:
    """The sign-up behind a secret; a wrong secret is as good as none."""
    found = SignUp.objects.by_token(token).select_related("meetup__place").first()
    if found is None:
        raise Http404
    return found


def private(response: HttpResponse) -> HttpResponse:
    """Kept in no cache and found by no search engine: the address itself is the secret."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own ticket, or the place in line, with other things to do."""
    found = own_sign_up(token)
    context = {"sign_up": found, "meetup": found.meetup, "others": others_with_places(found.meetup)}
    return private(render(request, "activities/ticket.html", context))


@public
@require_POST
def tell_if_spoken_to(request: HttpRequest, token: str) -> HttpResponse:
    """The one question afterwards: did somebody speak with you?"""
    found = own_sign_up(token)
    spoke = "ja" in request.POST
    actions.tell_if_spoken_to(found.meetup, token=token, spoke=spoke, by=guest(request))
    return private(redirect("activities:ticket", token=token))


@public
@require_POST
def accept_own(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, I come: the chairs were held."""
    found = own_sign_up(token)
    actions.accept_own(found.meetup, token=token, by=guest(request))
    return private(redirect("activities:ticket", token=token))


@public
@require_POST
def wait_again(request: HttpRequest, token: str) -> HttpResponse:
    """In line once more, at the end."""
    found = own_sign_up(token)
    actions.wait_again(found.meetup, token=token, by=guest(request))
    return private(redirect("activities:ticket", token=token))


@public
def cancel_own(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody cannot come after all: asked once, done once, and no reason needed."""
    found = own_sign_up(token)
    if request.method == "POST":
        actions.cancel_own(found.meetup, token=token, by=guest(request))
        return private(redirect("activities:ticket", token=token))
    if found.status == SignUp.Status.CANCELLED or found.meetup.has_started:
        return private(redirect("activities:ticket", token=token))
    context = {"sign_up": found, "meetup": found.meetup}
    return private(render(request, "activities/cancel.html", context))
