"""The door of every page: who may ask for it. Without a door a page stays shut."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch

from accounts.kept_forms import keep, offer
from accounts.models import User, stranger
from accounts.roles import Can

View = Callable[..., HttpResponse]

# Addresses of libraries, by the start of their view's module: they guard themselves, and Django's
# bare redirect has nothing to show.
GUARDED_ELSEWHERE = ("allauth.", "django.contrib.staticfiles", "django.views.generic.base")


def actor(request: HttpRequest) -> User:
    """Who asks: the signed-in person, or a stranger."""
    return request.user if request.user.is_authenticated else stranger()


def requires(*abilities: Can) -> Callable[[View], View]:
    """Open a page for whoever has one of the abilities; for others it does not exist (404)."""

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request)
            if not any(request.user.can(ability) for ability in abilities):
                raise Http404
            return offer(request) or view(request, *args, **kwargs)

        guarded.door = abilities
        return guarded

    return door


def public(view: View) -> View:
    """Open a page for everybody, on purpose."""
    view.door = "public"
    return view


def signed_in(view: View) -> View:
    """Open a page for everybody who has signed in, whatever the role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    guarded.door = "signed_in"
    return guarded


def to_login(request: HttpRequest) -> HttpResponse:
    """Ask to sign in, and come back afterwards; a form that was sent is kept meanwhile."""
    if request.method == "POST":
        keep(request)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=401)
        back = request.get_full_path() if request.method == "POST" else None
        back = back or request.htmx.current_url_abs_path or "/"
        response["HX-Redirect"] = redirect_to_login(back).url
        return response
    return redirect_to_login(request.get_full_path())


def has_door(match: ResolverMatch) -> bool:
    """Whether the page behind an address says who may see it."""
    return hasattr(match.func, "door") or guarded_elsewhere(match.func, match.view_name)


def guarded_elsewhere(view: View, name: str) -> bool:
    """Whether the page keeps its door elsewhere: in a library, or in `accounts.admin_site`."""
    view = getattr(view, "view_class", view)
    return name.split(":")[0] == "admin" or view.__module__.startswith(GUARDED_ELSEWHERE)


class DefaultDeny:
    """Refuse any page that has no door, also when the start-up check was skipped."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args, kwargs) -> None:
        if not has_door(request.resolver_match):
            raise Http404
