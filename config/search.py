"""One search for everything that a colleague may find: tenants, signals, partners and meetups."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from activities.filters import AgendaFilter
from activities.models import Meetup
from audit.models import list_seen
from ground.citizen_numbers import remove_bsn
from ground.days import day_in_words
from ground.plain_text import plain
from ground.search_text import size_of_search
from partners.models import Partner
from partners.service_search import found_on_the_map
from signals.models import Signal
from signals.signal_search import SHORTEST, with_text
from tenants.models import Tenant
from tenants.search import by_text

# Results of each kind.
MOST = 8
LONGEST = 80
# Session key of the search term: it can be a name, so it is never put in a URL.
ASKED = "asked"


@dataclass(frozen=True)
class Result:
    """One row: what was found, where it is, and what tells it apart."""

    url: str
    label: str
    hint: str = ""


def tenants(user: User, text: str) -> list[Result]:
    found = by_text(Tenant.objects.listed_to(user).order_by("search", "pk"), text)
    rows = list(found.select_related("area")[:MOST])
    list_seen("tenants.list", Tenant, [tenant.pk for tenant in rows], by=user)
    return [
        Result(tenant.get_absolute_url(), tenant.formal_name, str(tenant.area or ""))
        for tenant in rows
    ]


def signals(user: User, text: str) -> list[Result]:
    found = with_text(Signal.objects.visible_to(user), text, by=user)
    related = ("tenant", "home", "report")
    rows = list(found.select_related(*related).order_by("-pk")[:MOST])
    named = [signal.tenant_id for signal in rows]
    list_seen("signals.list", Signal, [signal.pk for signal in rows], by=user, tenants=named)
    return [
        Result(
            signal.get_absolute_url(),
            signal.about,
            f"{day_in_words(signal.logged_at, 'j F')}, {signal.get_status_display().lower()}",
        )
        for signal in rows
    ]


def partners(user: User, text: str) -> list[Result]:
    by_name = Partner.objects.visible_to(user).filter(name__icontains=text).order_by("name", "pk")
    found = {
        partner.pk: Result(partner.get_absolute_url(), partner.name) for partner in by_name[:MOST]
    }
    for service in found_on_the_map(user, q=text)[:MOST]:
        partner = service.partner
        found.setdefault(partner.pk, Result(partner.get_absolute_url(), partner.name, service.name))
    return list(found.values())[:MOST]


def meetups(user: User, text: str) -> list[Result]:
    coming = Meetup.objects.visible_to(user).not_over().select_related("place")
    found = AgendaFilter({"zoek": text}, queryset=coming.order_by("starts_at", "pk")).qs
    return [
        Result(
            meetup.get_absolute_url(),
            meetup.title,
            f"{day_in_words(meetup.starts_at, 'l j F')}, {meetup.place}",
        )
        for meetup in found[:MOST]
    ]


@dataclass(frozen=True)
class Kind:
    """One kind of thing that users with an ability find."""

    can: Can
    title: str
    icon: str
    find: Callable[[User, str], list[Result]]


@dataclass(frozen=True)
class Section:
    """The results of one kind."""

    kind: Kind
    results: list[Result]


KINDS = [
    Kind(Can.SEE_TENANTS, "Huurders", "users", tenants),
    Kind(Can.WORK_SIGNALS, "Signalen", "bell", signals),
    Kind(Can.SEE_PARTNERS, "Partners", "handshake", partners),
    Kind(Can.PLAN_MEETUPS, "Activiteiten", "calendar", meetups),
]


@requires(*(kind.can for kind in KINDS))
def search(request: HttpRequest) -> HttpResponse:
    """Search by name, address or word in everything that this user may find."""
    user = request.user
    if request.method == "POST":
        request.session[ASKED] = remove_bsn(plain(request.POST.get("q", "")[:LONGEST]))
        return redirect(f"{reverse('search')}?zoek=1")
    text = request.session.get(ASKED, "") if "zoek" in request.GET else ""
    text = " ".join(text.split())
    is_short = bool(text) and size_of_search(text) < SHORTEST
    sections = [
        Section(kind, kind.find(user, text))
        for kind in KINDS
        if text and not is_short and user.can(kind.can)
    ]
    context = {
        "text": text,
        "is_short": is_short,
        "sections": [section for section in sections if section.results],
        "most": MOST,
    }
    return render(request, "search.html", context)
