"""Include part of a page of a higher room in a page of a lower room, without importing it.

Rooms import downwards only: a tenant's file is in `tenants`, which cannot import the signals and
referrals that it shows. It includes them by URL name, as a browser would request them. htmx could
fetch them too, but then the page would be empty without JavaScript.
"""

import copy

from django import template
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(context: template.Context, name: str, *args) -> str:
    """Render the view with this URL name for the same user; empty when that user may not see it.

    The view runs within the current request, so that the browser sends no second request and needs
    no JavaScript.
    """
    path = reverse(name, args=args)
    match = resolve(path)
    inner = as_get(context["request"], path)
    inner.resolver_match = match
    try:
        response = match.func(inner, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return ""
    if response.status_code != 200:
        return ""
    if not getattr(response, "is_rendered", True):
        response.render()
    return mark_safe(response.content.decode())  # rendered and escaped by its own view


def as_get(request: HttpRequest, path: str) -> HttpRequest:
    """Return a copy of the request as a GET of another path, without query string or posted data.

    Django parses the body of a request once and caches the result in `_post` and `_files`. Both are
    replaced, so that the inner view cannot read what was posted to the outer one.
    """
    inner = copy.copy(request)
    inner.is_within_page = True
    inner.method = "GET"
    inner.path = inner.path_info = path
    inner.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
    inner.GET = inner._post = QueryDict()
    inner._files = MultiValueDict()
    return inner
