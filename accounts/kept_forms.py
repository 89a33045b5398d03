"""Keep a form that was submitted after the session expired, until its user has signed in again."""

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


def store_form(request: HttpRequest) -> None:
    """Store the submitted fields in the new session on the server for 30 minutes; no files."""
    who = expired_session_user(request)
    if who is None:
        return
    fields = [
        (name, remove_bsn(value) if " " in value else value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    if fields and sum(len(value) for _, value in fields) < MOST_CHARACTERS:
        request.session[SESSION_KEY] = {
            "who": who,
            "path": request.get_full_path(),
            "fields": fields,
            "at": timezone.now().timestamp(),
        }
        request.session.set_expiry(KEPT_SECONDS)


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
