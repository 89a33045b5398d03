"""Sessions as Django keeps them, except that a request may leave the browser's cookie alone."""

from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse


class SessionMiddleware(DjangoSessionMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Neither set nor delete the cookie when a view set `request.keeps_session_cookie`.

        Django deletes the cookie of an expired session; a form that is sent a moment later could
        then not be kept for its user.
        """
        if getattr(request, "keeps_session_cookie", False):
            return response
        return super().process_response(request, response)
