"""Keep what somebody typed when a form cannot be accepted now: the session of its user ended, or
the page is from before somebody signed in."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY as WHO
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ground.citizen_numbers import remove_bsn

SESSION_KEY = "kept"
KEPT_SECONDS = 30 * 60
MOST_CHARACTERS = 100_000


def expired_session_user(request: HttpRequest) -> str | None:
    """Return the id of the user whose session expired, as text.

    The expired session stays in the database until `sweep_sessions` deletes it. None when there is
    none, as after signing out.
    """
    if earlier := request.session.get(SESSION_KEY):
        return earlier["who"]  # the page sent a background request just before
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    over = Session.objects.filter(session_key=key, expire_date__lt=timezone.now()).first()
    return over.get_decoded().get(WHO) if over else None


def is_secret(name: str, path: str) -> bool:
    """Return whether a field holds a password or a code by which somebody proves who they are."""
    is_invitation = path.startswith("/k/")
    return "password" in name or name == "credential" or (name == "code" and not is_invitation)


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the submitted names and values, without secrets and files; nothing if it is much."""
    fields = [
        (name, remove_bsn(value) if " " in value else value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not is_secret(name, request.path)
        for value in values
    ]
    return fields if sum(len(value) for _, value in fields) < MOST_CHARACTERS else []


def store_form(request: HttpRequest) -> None:
    """Store the submitted fields in the new session on the server for 30 minutes."""
    who = expired_session_user(request)
    if who is None:
        return
    if fields := typed_fields(request):
        request.session[SESSION_KEY] = {
            "who": who,
            "path": request.get_full_path(),
            "fields": fields,
            "at": timezone.now().timestamp(),
        }
        request.session.set_expiry(KEPT_SECONDS)


def is_from_our_page(request: HttpRequest) -> bool:
    """Return whether a page of this site sent the form, as the browser says."""
    ours = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    return origin == ours if origin else request.headers.get("Referer", "").startswith(f"{ours}/")


def offer_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that offers to submit a kept form again, or None.

    It is offered once, at the same URL, and only to the user who submitted it.
    """
    kept = request.session.get(SESSION_KEY)
    if kept and kept["who"] != str(request.user.pk):
        del request.session[SESSION_KEY]
        return None
    if not kept or kept["path"] != request.get_full_path() or request.method != "GET":
        return None
    del request.session[SESSION_KEY]
    if timezone.now().timestamp() - kept["at"] > KEPT_SECONDS:
        return None
    return render(request, "account/kept.html", {"kept": kept})
