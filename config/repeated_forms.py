"""A form that is sent again as it was, as after Back, is not saved a second time unasked."""

import hashlib
import json
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from accounts.kept_forms import AGAIN, texts_of, typed_fields
from audit.guards import has_acted
from config.middleware import GetResponse, frame_for

SESSION_KEY = "saved"
# How long a form is recognised, and how many of them.
RECOGNISED_SECONDS = 60 * 60
MOST_FORMS = 20
# A page that asks by itself, in its form.
ASKING = "signals:log"
# The button that saves it once more on purpose.
ONCE_MORE = "once-more"
# The key of a new row: a page that was loaded again has another one.
KEY = "key"


def fingerprint(request: HttpRequest) -> str:
    """Return the same text for the same form with the same values; empty for one without words."""
    fields = [pair for pair in typed_fields(request) if pair[0] not in (KEY, AGAIN, ONCE_MORE)]
    if not texts_of(fields):
        return ""
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


class RepeatedForms:
    """Middleware: recognise a form of a signed-in user that was saved a moment ago.

    It says so, and offers to save it once more. A form with the same key cannot make a second row;
    it goes where it went before.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = has_acted.set(False)
        try:
            response = self.get_response(request)
            is_saved = has_acted.get() and response.status_code == 302
        finally:
            has_acted.reset(token)
        repeatable = request.method == "POST" and not request.FILES
        if repeatable and is_saved and request.user.is_authenticated:
            remember(request, response["Location"])
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.method != "POST" or request.htmx or ONCE_MORE in request.POST:
            return None
        if request.FILES:
            return None  # which file was sent is not known any more
        if not request.user.is_authenticated:
            return None
        saved = request.session.get(SESSION_KEY, {}).get(request.get_full_path())
        now = timezone.now().timestamp()
        if not saved or now - saved["at"] > RECOGNISED_SECONDS:
            return None
        if saved["fields"] != fingerprint(request):
            return None
        at = timezone.localtime(datetime.fromtimestamp(saved["at"], UTC))
        if saved["key"] and saved["key"] == request.POST.get(KEY):
            messages.info(request, f"Dit was om {at:%-H.%M} uur al bewaard. Er is niets dubbel.")
            return HttpResponseRedirect(saved["to"])
        if request.resolver_match.view_name == ASKING:
            return None
        fields = typed_fields(request)
        context = {
            "at": at,
            "to": saved["to"],
            "fields": fields,
            "texts": texts_of(fields),
            "once_more": ONCE_MORE,
            "frame": frame_for(request),
        }
        return render(request, "saved_before.html", context, status=409)


def remember(request: HttpRequest, to: str) -> None:
    """Store what was saved, without the words themselves."""
    fields = fingerprint(request)
    if not fields:
        return
    saved = request.session.get(SESSION_KEY, {})
    saved.pop(request.get_full_path(), None)
    saved[request.get_full_path()] = {
        "fields": fields,
        "key": request.POST.get(KEY, ""),
        "at": timezone.now().timestamp(),
        "to": to,
    }
    request.session[SESSION_KEY] = dict(list(saved.items())[-MOST_FORMS:])
