"""Keep what somebody typed when a form cannot be accepted now: the session of its user ended, or
the page is from before somebody signed in."""

import re
import secrets

from django.conf import settings
from django.contrib.auth import SESSION_KEY as WHO
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ground.citizen_numbers import remove_bsn
from ground.shown_values import SHOWN

SESSION_KEY = "kept"
KEPT_SECONDS = 30 * 60
MOST_CHARACTERS = 100_000
# How many pages somebody has open on which a session ends.
MOST_FORMS = 10
# The field of a form that is sent again: the id under which it was kept.
AGAIN, DISCARD = "kept-form", "kept-discard"
# Says who signed in last in this browser, also after the session was deleted.
COOKIE = "last-user"
SIGNER = Signer(salt="accounts.kept_forms")
# Where a field `code` holds what is printed on paper; elsewhere it is a one-time code.
PRINTED_CODES = ("/k/", "/agenda/", "/activiteiten/", "/huurders/meten/", "/melden/")
# Keys, choices, numbers, days and times: what a form sends that nobody wrote in words.
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_WORDS = re.compile(r"[a-z0-9_:.-]*")


def remember_user(get_response):
    """Middleware: say in a signed cookie who signed in last in this browser.

    It grants nothing. It says whose form it is that arrives when the session no longer exists.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A response that a proxy may keep says nothing about the user.
        is_shared = "public" in response.get("Cache-Control", "")
        if request.user.is_authenticated and not is_shared:
            value = SIGNER.sign(str(request.user.pk))
            if request.COOKIES.get(COOKIE) != value:
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(COOKIE, value, httponly=True, secure=secure, samesite="Lax")
        return response

    return middleware


def last_user(request: HttpRequest) -> str | None:
    """Return the id, as text, of the user who signed in last in this browser; None for a visitor.

    The cookie says it; without one, the session, which stays in the database for a while after it
    expired.
    """
    try:
        return SIGNER.unsign(request.COOKIES[COOKIE])
    except (KeyError, BadSignature):
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        over = Session.objects.filter(session_key=key, expire_date__lt=timezone.now()).first()
        return over.get_decoded().get(WHO) if over else None


def is_secret(name: str, path: str) -> bool:
    """Return whether a field holds a password or a code by which somebody proves who they are."""
    is_one_time = name == "code" and not path.startswith(PRINTED_CODES)
    return "password" in name or name == "credential" or is_one_time


def typed_fields(request: HttpRequest) -> list[list[str]]:
    """Return the submitted names and values, without secrets and files; nothing if it is much."""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", AGAIN) and not is_secret(name, request.path)
        for value in values
    ]
    if sum(len(value) for _, value in fields) >= MOST_CHARACTERS:
        return []
    return [[name, value if KEY.fullmatch(value) else remove_bsn(value)] for name, value in fields]


def texts_of(fields: list[list[str]]) -> list[str]:
    """Return what was written in words, to show it to the person who wrote it."""
    written = (value for name, value in fields if name != SHOWN)
    return [value for value in written if not NO_WORDS.fullmatch(value.strip())]


def kept_forms(request: HttpRequest) -> list[dict]:
    """Return the forms that still wait, oldest first."""
    since = timezone.now().timestamp() - KEPT_SECONDS
    return [kept for kept in request.session.get(SESSION_KEY, []) if kept["at"] > since]


def store_form(request: HttpRequest) -> bool:
    """Store the submitted fields in the new session on the server for 30 minutes, beside those of
    other pages that were open. Returns whether there was something to store."""
    waiting = kept_forms(request)
    # A background request of the page may have come first: the old session is gone since then.
    who = last_user(request) or next((kept["who"] for kept in waiting), None)
    fields = typed_fields(request)
    if who is None or not fields:
        return False
    kept = {
        "id": secrets.token_hex(8),
        "who": who,
        "path": request.get_full_path(),
        "fields": fields,
        "texts": texts_of(fields),
        "at": timezone.now().timestamp(),
    }
    # Sent twice, as by a double tap: it is kept once.
    others = [one for one in waiting if (one["path"], one["fields"]) != (kept["path"], fields)]
    request.session[SESSION_KEY] = [*others[1 - MOST_FORMS :], kept]
    request.session.set_expiry(KEPT_SECONDS)
    return True


def is_from_our_page(request: HttpRequest) -> bool:
    """Return whether a page of this site sent the form, as the browser says."""
    ours = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    return origin == ours if origin else request.headers.get("Referer", "").startswith(f"{ours}/")


def offer_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that offers to submit the kept forms of this URL again, or None.

    They are offered only to the user who submitted them, until they are sent or discarded.
    """
    if SESSION_KEY not in request.session:
        return None
    # The session of somebody who signed in lasts as long as any other: until the browser closes.
    request.session.set_expiry(0)
    waiting = [kept for kept in kept_forms(request) if kept["who"] == str(request.user.pk)]
    if request.method == "POST" and AGAIN in request.POST:
        waiting = [kept for kept in waiting if kept["id"] != request.POST[AGAIN]]
    request.session[SESSION_KEY] = waiting
    if not waiting:
        del request.session[SESSION_KEY]
    if request.method == "POST" and DISCARD in request.POST:
        return redirect(request.get_full_path() if waiting else "home")
    here = [kept for kept in waiting if kept["path"] == request.get_full_path()]
    if request.method != "GET" or not here:
        return None
    return render(request, "account/kept.html", {"forms": here, "again": AGAIN, "discard": DISCARD})
