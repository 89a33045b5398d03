"""Sessions as Django keeps them, except that a request may leave the browser's cookie alone, and
that a session ends after a while without use and after a working day."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse

from accounts.roles import OPENS_FILES

# In the session: when its user signed in, and when the user last did something.
SINCE, USED = "since", "used"
# How often the moment of the last use is written.
WRITTEN_EVERY = 60


class SessionMiddleware(DjangoSessionMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Neither set nor delete the cookie when a view set `request.keeps_session_cookie`.

        Django deletes the cookie of an expired session; a form that is sent a moment later could
        then not be kept for its user.
        """
        if getattr(request, "keeps_session_cookie", False):
            return response
        return super().process_response(request, response)


def limited_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: end a session after ten hours, and sooner without use where files are opened.

    Typing in a form is use, also when only the page itself sends a request meanwhile. A page that
    asks again by the clock (`By-Itself`, set by `aanloop.js`) is not: it would keep the session of
    an empty chair open. What was typed when the session ended is kept for its user.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = time.time()
            used = request.session.get(USED, now)
            if now - request.session.get(SINCE, now) > settings.SESSION_COOKIE_AGE:
                logout(request)
            elif request.user.role in OPENS_FILES and now - used > settings.SESSION_IDLE_SECONDS:
                logout(request)
                say_why(request)
            elif now - used > WRITTEN_EVERY and "By-Itself" not in request.headers:
                request.session[USED] = now
        return get_response(request)

    return middleware


def start_clock(request: HttpRequest, **_) -> None:
    """Note when somebody signed in."""
    request.session[SINCE] = request.session[USED] = time.time()


def say_why(request: HttpRequest) -> None:
    """Show on the sign-in page why somebody has to sign in again."""
    if request.headers.get("HX-Request") and request.headers.get("While-Typing"):
        return
    minutes = settings.SESSION_IDLE_SECONDS // 60
    messages.info(
        request,
        f"Je deed {minutes} minuten niets. Daarom ben je uitgelogd. Log weer in: wat je had "
        "ingevuld en verstuurd, staat dan klaar.",
    )
