"""Middleware for every request: health checks, limits, request ids, language, help, refusals."""

import re
import uuid
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError, ProgrammingError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from redis import RedisError

from accounts.guards import to_prove_again
from accounts.kept_forms import texts_of, typed_fields
from accounts.proof import has_factor, is_proven
from accounts.roles import SECOND_FACTOR
from audit.models import request_id
from ground.refusals import Refused
from ground.text_warnings import show_now
from outbox.models import RelayTrouble

GetResponse = Callable[[HttpRequest], HttpResponse]
# The largest file that we accept (100 MB), plus the form around it.
MOST_BYTES = 101 * 1024 * 1024
CHUNK = 1024 * 1024
METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
# Control characters, without the tab, which somebody may paste in a search.
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


def bare_health(get_response: GetResponse) -> GetResponse:
    """Answer /healthz (the process lives) and /readyz (its servers answer), ahead of all else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            return readiness()
        return get_response(request)

    return middleware


def readiness() -> JsonResponse:
    """Return 200 when pages can be served, else 503. Without broker or relay, messages are late."""
    from django.core.cache import caches

    state = {"database": "ok", "broker": "ok", "relay": "ok"}
    try:
        if migrations_of_the_code() - applied_migrations():
            state["database"] = "migrations waiting"
        elif RelayTrouble.objects.exists():
            state["relay"] = "degraded"
    except DatabaseError:
        state["database"] = "down"
    try:
        caches["broker"].get("readyz")
    except RedisError:
        state["broker"] = "degraded"
    return JsonResponse(state, status=200 if state["database"] == "ok" else 503)


@cache
def migrations_of_the_code() -> frozenset[tuple[str, str]]:
    """Read the migrations from disk, once: a process that runs has the code of when it started."""
    return frozenset(MigrationLoader(None).graph.nodes)


def applied_migrations() -> set[tuple[str, str]]:
    """Return the migrations that the database has had: none when it is still empty."""
    try:
        return set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    except ProgrammingError:
        return set()


def not_too_large(get_response: GetResponse) -> GetResponse:
    """Refuse a body larger than any file we accept with 413; nothing is parsed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST_BYTES:
            read_away(request, int(length))
            return HttpResponse(
                "Dit bestand is te groot. Knip het in stukken van hoogstens 100 MB en kies ze een "
                "voor een. Er is niets van bewaard.\n",
                content_type="text/plain; charset=utf-8",
                status=413,
                headers={"Connection": "close"},
            )
        return get_response(request)

    return middleware


def read_away(request: HttpRequest, length: int) -> None:
    """Read a body of at most three times what we accept: a browser or proxy that is still sending
    shows a broken connection instead of our answer."""
    if length <= 3 * MOST_BYTES:
        while request.read(CHUNK):
            pass


def pages_only(get_response: GetResponse) -> GetResponse:
    """Refuse every method but those in METHODS with 405, before the view is called."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return middleware


def request_in_trail(get_response: GetResponse) -> GetResponse:
    """Give every request an id, which groups its rows in the trail."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_id.set(uuid.uuid4())
        try:
            return get_response(request)
        finally:
            request_id.reset(token)

    return middleware


def no_store(get_response: GetResponse) -> GetResponse:
    """Keep pages of signed-in users out of every cache, including the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


class SecondFactor:
    """Open pages for staff and partners only in a session that proved a second factor itself.

    Without a factor the user is sent to set one up; with one, to prove it.
    """

    # The pages to set up a first factor, and to prove one. A session that proved nothing cannot
    # change anything else of the account, so a thief cannot add a factor beside the owner's.
    ALWAYS = {
        "account_logout",
        "display",
        "prove_at_work",
        "openid_connect_login",
        "openid_connect_callback",
    }
    SETTING_UP = {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
    }
    PROVING = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if name in self.ALWAYS or not request.user.is_authenticated or is_proven(request):
            return None
        if has_factor(request.user):
            return None if name in self.PROVING else to_prove_again(request)
        return None if name in self.SETTING_UP else redirect("mfa_index")


def language(get_response: GetResponse) -> GetResponse:
    """Activate the language that a visitor chose (`?taal=tr`) and store it in a cookie.

    Nobody gets a cookie without choosing. Staff and partners always read Dutch.
    """
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("taal", "")
        works = request.user.is_authenticated and request.user.role in SECOND_FACTOR
        chosen = asked if asked in known else request.COOKIES.get("taal", "")
        if works or chosen not in known:
            chosen = settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        if asked in known and not works:
            year = 365 * 86400
            response.set_cookie("taal", asked, max_age=year, httponly=True, samesite="Lax")
        return response

    return middleware


def plain_addresses(get_response: GetResponse) -> GetResponse:
    """Answer 404 to an address with a line end, NUL or other control character in its path or its
    parameters: no page of ours links to one, and it must not reach a calendar, a file or a header.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        sent = (text for name, values in request.GET.lists() for text in (name, *values))
        if any(CONTROL.search(text) for text in (request.path, *sent)):
            raise Http404
        return get_response(request)

    return middleware


def urgent_help(get_response: GetResponse) -> GetResponse:
    """Show what to do now, once, after a text that says that somebody is in danger."""

    def middleware(request: HttpRequest) -> HttpResponse:
        shown = set()

        def show(sentence: str) -> None:
            if sentence not in shown:
                shown.add(sentence)
                messages.warning(request, sentence)

        token = show_now.set(show)
        try:
            return get_response(request)
        finally:
            show_now.reset(token)

    return middleware


class Refusals:
    """Show the sentence of a `Refused` exception with status 409."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        texts = texts_of(typed_fields(request))
        context = {"sentence": exception.sentence, "frame": frame_for(request), "texts": texts}
        response = render(request, "refused.html", context, status=409)
        if request.htmx and request.htmx.target == "inhoud":
            # Insert it above the existing content instead of replacing that.
            response["HX-Reselect"], response["HX-Reswap"] = "[role=alert]", "afterbegin"
        return response


def frame_for(request: HttpRequest) -> str:
    """Return the base template for a refusal: none for htmx, else that of staff or tenants."""
    if request.htmx:
        return "components/bare.html"
    works = request.user.is_authenticated and request.user.role in SECOND_FACTOR
    return "staff.html" if works else "tenant.html"
