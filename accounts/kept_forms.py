"""A form that was sent after the session ended is kept until its sender has signed in again."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY as WHO
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ground.citizen_numbers import without_numbers

SESSION_KEY = "kept"
KEPT_SECONDS = 30 * 60
MOST_CHARACTERS = 100_000


def whose(request: HttpRequest) -> str | None:
    """Whose session ran out: it lies there until it is swept. Nobody's after signing out."""
    if earlier := request.session.get(SESSION_KEY):
        return earlier["who"]  # the page asked for something by itself just before
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    over = Session.objects.filter(session_key=key, expire_date__lt=timezone.now()).first()
    return over.get_decoded().get(WHO) if over else None


def keep(request: HttpRequest) -> None:
    """Hold what a colleague typed in the new session, on the server, for half an hour; no files."""
    who = whose(request)
    if who is None:
        return
    fields = [
        (name, without_numbers(value) if " " in value else value)
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


def offer(request: HttpRequest) -> HttpResponse | None:
    """Back on the page: offer to send what was typed once more. Offered once, to who typed it."""
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
