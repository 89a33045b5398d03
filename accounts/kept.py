"""A form that was sent after the session ended is kept until its sender has signed in again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

SESSION_KEY = "kept"
KEPT_SECONDS = 30 * 60
MOST_CHARACTERS = 100_000


def keep(request: HttpRequest) -> None:
    """Hold what was typed in the new session, on the server, for half an hour; no files."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    if fields and sum(len(value) for _, value in fields) < MOST_CHARACTERS:
        request.session[SESSION_KEY] = {
            "path": request.get_full_path(),
            "fields": fields,
            "at": timezone.now().timestamp(),
        }


def offer(request: HttpRequest) -> HttpResponse | None:
    """Back on the page: offer to send what was typed once more. Offered once."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.get_full_path() or request.method != "GET":
        return None
    del request.session[SESSION_KEY]
    if timezone.now().timestamp() - kept["at"] > KEPT_SECONDS:
        return None
    return render(request, "account/kept.html", {"kept": kept})
