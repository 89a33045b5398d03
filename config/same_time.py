"""The forms of strangers that look somebody up take the same time, whomever they are about."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Signing up for a meetup is not among them: it runs the same statements in any case, and when a
# thousand people sign up at one moment nobody should wait for it.
FORMS = {
    "signals:report",
    "signals:come_back",
    "activities:send_tickets_again",
    "activities:send_own_ticket",
    "activities:type_code",
    "unsorted:use_code",
    "account_request_login_code",
    "account_reset_password",
}


def same_time(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: hold the answer to one of these forms until SAME_TIME_SECONDS after it came.

    `tests/house/test_one_answer.py` measures what is left of the difference.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and match.view_name in FORMS:
            time.sleep(max(0, began + settings.SAME_TIME_SECONDS - time.monotonic()))
        return response

    return middleware
