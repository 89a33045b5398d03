"""A page of a lower room shows something of a higher one, without knowing it.

Rooms look down only: a tenant's file is in `tenants`, which cannot import the signals and referrals
that it shows. It asks for them by address, as a browser would. htmx could fetch them too, but then
the page would be empty without JavaScript.
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
    """The piece of page behind another address, for the same person; empty when it is not theirs.

    Asked within the same request, so that it costs no second one and is there without JavaScript.
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
    """The same person asking a plain question at another address, whatever brought them here.

    Django reads the body of a request once and keeps what it found in `_post` and `_files`. They
    are set, so that the inner view cannot find what was posted to the outer one.
    """
    inner = copy.copy(request)
    inner.method = "GET"
    inner.path = inner.path_info = path
    inner.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
    inner.GET = inner._post = QueryDict()
    inner._files = MultiValueDict()
    return inner
