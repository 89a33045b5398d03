"""Access control for views: each view declares who may request it; without that it gives 404."""

from collections.abc import Callable
from functools import partial, wraps
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from accounts.kept_forms import offer_again, store_form
from accounts.models import User, stranger
from accounts.proof import is_freshly_proven
from accounts.roles import Can

View = Callable[..., HttpResponse]

# Module prefixes of library views: these have their own access control, and Django's RedirectView
# shows no data.
GUARDED_ELSEWHERE = ("allauth.", "django.contrib.staticfiles", "django.views.generic.base")


def actor(request: HttpRequest) -> User:
    """Return the signed-in user, or an unsaved `stranger()`."""
    return request.user if request.user.is_authenticated else stranger()


def requires(*abilities: Can) -> Callable[[View], View]:
    """Allow users with one of the abilities; other users get 404, strangers sign in first."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request)
            if not any(request.user.can(ability) for ability in abilities):
                raise Http404
            return offer_again(request) or view(request, *args, **kwargs)

        guarded.access = abilities
        return guarded

    return decorate


def part_of(page: str) -> Callable[[View], View]:
    """Mark a view that renders a part of a page: a browser that asks for it by itself, as after an
    old link or with the address typed, is sent to the whole page.

    `page` is a URL name; it takes the arguments of the part.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def partial(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            # Sent by browsers only; within a page the request is that of the page.
            alone = request.headers.get("Sec-Fetch-Mode") == "navigate"
            if alone and not getattr(request, "is_within_page", False):
                return redirect(page, *args, **kwargs)
            return view(request, *args, **kwargs)

        partial.whole_page = page
        return partial

    return decorate


def fresh_proof(view: View, *, of_link: bool = False) -> View:
    """Ask for the second factor again before data leaves Aanloop, when it was given long ago.

    Below `@requires`, so that others still get a 404.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_freshly_proven(request):
            return to_prove_again(request, of_link=of_link)
        return view(request, *args, **kwargs)

    guarded.asks_fresh_proof = True
    return guarded


# For a link to a file. A browser that gets a file stays on the page that asked for the factor, so
# this one goes back to the page with the link.
fresh_proof_of_link = partial(fresh_proof, of_link=True)


def to_prove_again(request: HttpRequest, *, of_link: bool = False) -> HttpResponse:
    """Redirect to the page that asks for the second factor, and back to this page afterwards.

    A submitted form is kept as when a session ended. After a button without a form around it, and
    after an htmx request, the way back is to the page on which it was.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    proving = methods[0]["url"] if methods else reverse("mfa_index")
    if getattr(request, "htmx", False) and request.headers.get("While-Typing"):
        return HttpResponse(status=401)
    here = request.get_full_path()
    if of_link:
        messages.info(request, "Daarna ga je terug. Kies het bestand dan nog een keer.")
        here = page_of(request)
    if request.method == "POST" and not store_form(request):
        here = page_of(request)
    if getattr(request, "htmx", False):
        here = here if request.method == "POST" else request.htmx.current_url_abs_path or "/"
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = redirect_to_login(here, proving).url
        return answer
    return redirect_to_login(here, proving)


def page_of(request: HttpRequest) -> str:
    """Return the path of our page that sent this form, as the browser says; else the home page."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if sent_from.netloc != request.get_host():
        return reverse("home")
    return urlunsplit(("", "", sent_from.path, sent_from.query, ""))


def public(view: View) -> View:
    """Allow everybody, explicitly."""
    view.access = "public"
    return view


def signed_in(view: View) -> View:
    """Allow every signed-in user, whatever their role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_login(request)
        return offer_again(request) or view(request, *args, **kwargs)

    guarded.access = "signed_in"
    return guarded


def to_login(request: HttpRequest) -> HttpResponse:
    """Redirect to the sign-in page and back afterwards; keep a submitted form meanwhile.

    An htmx request gets status 401 with `HX-Redirect`. One that the page sent by itself while
    somebody was typing gets status 401 only: the page and its session cookie stay, so that sending
    the form still keeps everything typed.
    """
    if getattr(request, "htmx", False) and request.headers.get("While-Typing"):
        request.keeps_session_cookie = True
        return HttpResponse(status=401)
    if request.method == "POST":
        store_form(request)
    if getattr(request, "htmx", False):
        response = HttpResponse(status=401)
        back = request.get_full_path() if request.method == "POST" else None
        back = back or request.htmx.current_url_abs_path or "/"
        response["HX-Redirect"] = redirect_to_login(back).url
        return response
    return redirect_to_login(request.get_full_path())


def declares_access(match: ResolverMatch) -> bool:
    """Return whether the matched view declares who may see it."""
    return hasattr(match.func, "access") or guarded_elsewhere(match.func, match.view_name)


def guarded_elsewhere(view: View, name: str) -> bool:
    """Return whether a library or `accounts.admin_site` controls access to this view."""
    view = getattr(view, "view_class", view)
    return name.split(":")[0] == "admin" or view.__module__.startswith(GUARDED_ELSEWHERE)


class DefaultDeny:
    """Middleware that gives 404 for a view without `access`, even if the system check was
    skipped."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args, kwargs) -> None:
        if not declares_access(request.resolver_match):
            raise Http404
