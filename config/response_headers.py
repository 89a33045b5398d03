"""Headers that tell a browser what to keep to itself, and where to report what it stopped."""

import json
import logging
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.guards import public
from ground.rate_limits import within_limits

log = logging.getLogger("aanloop.csp")
# The longest report that is read.
MOST_BYTES = 20_000
DIRECTIVE = re.compile(r"[a-z-]{1,40}")
HOST = re.compile(r"[a-z0-9.:\[\]-]{1,100}")
# The page from which a form leads to the identity provider.
TO_PROVIDER = "openid_connect_login"


def response_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: no other site embeds what we serve, and signing out empties the browser's store.

    Cookies stay at signing out: those that are left say which language and letters somebody chose.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        name = request.resolver_match.view_name if request.resolver_match else ""
        if response.get("Content-Type", "").startswith("text/html"):
            endpoint = request.build_absolute_uri(reverse("csp_report"))
            response["Reporting-Endpoints"] = f'csp="{endpoint}"'
        if name == "account_logout" and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def form_to_provider(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: the one form that leads to the identity provider may go there.

    A browser that obeys `form-action` also looks at where the answer to a form leads.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if settings.OIDC_SERVER_URL and match and match.view_name == TO_PROVIDER:
            response._csp_update = {"form-action": [origin_of(settings.OIDC_SERVER_URL)]}
        return response

    return middleware


def origin_of(url: str) -> str:
    """Return the scheme and host of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


# No CSRF token: a browser sends the report by itself, and nothing is changed.
@csrf_exempt
@public
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log what a browser stopped on a page: the directive, the kind of page and the other host.

    No address of a page and no query string is logged: those may hold a number of a file.
    """
    if not within_limits(request, "csp"):
        return HttpResponse(status=429)
    try:
        sent = json.loads(request.read(MOST_BYTES))
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    for report in reports_in(sent)[:10]:
        log.warning(
            "stopped %s from %s on %s",
            first_match(DIRECTIVE, report, "effectiveDirective", "effective-directive"),
            blocked(request, report),
            page(report),
        )
    return HttpResponse(status=204)


def reports_in(sent: object) -> list[dict]:
    """Return the reports in what a browser sent, in the old form (`report-uri`) or the new one."""
    listed = sent if isinstance(sent, list) else [sent]
    found = [one.get("body", one.get("csp-report")) for one in listed if isinstance(one, dict)]
    return [one for one in found if isinstance(one, dict)]


def first_match(pattern: re.Pattern, report: dict, *names: str) -> str:
    """Return the first of these values when it has the expected form, else a question mark."""
    value = str(next((report[name] for name in names if name in report), ""))
    return value if pattern.fullmatch(value) else "?"


def blocked(request: HttpRequest, report: dict) -> str:
    """Return the host that was blocked, `self` for ours, or what it was, such as `inline`."""
    value = str(report.get("blockedURL", report.get("blocked-uri", "")))
    host = (host_of(value) or value).lower()
    if host == request.get_host():
        return "self"
    return host if HOST.fullmatch(host) else "?"


def page(report: dict) -> str:
    """Return the URL name of the page, which holds no number and no word that somebody typed."""
    try:
        path = urlsplit(str(report.get("documentURL", report.get("document-uri", "")))).path
        return resolve(path).view_name
    except (Resolver404, ValueError):
        return "?"


def host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
