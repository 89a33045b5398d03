"""The menu: which entries a user sees, with the number of open items of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_bidi

from accounts.models import User
from accounts.roles import SECOND_FACTOR, Can
from audit.models import Review
from config.search import KINDS
from grants.models import Grant
from partners.models import Partner
from referrals.models import Referral
from referrals.partner_reading import awaited
from signals.models import FollowUp, Signal
from unsorted.models import UnsortedForm

MOST = 99


@dataclass(frozen=True)
class Entrance:
    """One entry of the menu; `short` is its label in a phone's tab bar, empty when not there. With
    `only_when_any` it is left out while its count is zero."""

    can: Can
    url: str
    label: str
    icon: str
    short: str = ""
    count: Callable[[User], int] | None = None
    only_when_any: bool = False


def due_today(user: User) -> int:
    mine = FollowUp.objects.owned_by(user).open()
    return mine.filter(due_on__lte=timezone.localdate())[:MOST].count()


def new_signals(user: User) -> int:
    return Signal.objects.visible_to(user).filter(status=Signal.Status.NEW)[:MOST].count()


def open_referrals(user: User) -> int:
    return Referral.objects.open().filter(sender=user)[:MOST].count()


def to_review(user: User) -> int:
    return Review.objects.visible_to(user).open()[:MOST].count()


def to_confirm(user: User) -> int:
    return Grant.objects.decidable_by(user)[:MOST].count()


def to_sort(user: User) -> int:
    return UnsortedForm.objects.visible_to(user).unsorted()[:MOST].count()


ENTRANCES = [
    Entrance(Can.WORK_SIGNALS, "signals:today", "Vandaag", "sun", "Vandaag", due_today),
    Entrance(Can.ANSWER_REFERRAL, "referrals:inbox", "Postvak", "inbox", "Postvak", awaited),
    Entrance(Can.WORK_SIGNALS, "signals:signal_list", "Signalen", "bell", "Signalen", new_signals),
    Entrance(
        Can.SORT_FORMS,
        "unsorted:form_list",
        "Ongesorteerd",
        "inbox",
        count=to_sort,
        only_when_any=True,
    ),
    Entrance(Can.SEE_TENANTS, "tenants:tenant_list", "Huurders", "users", "Huurders"),
    Entrance(
        Can.REFER,
        "referrals:referral_list",
        "Verwijzingen",
        "corner-up-right",
        "Verwijs",
        open_referrals,
    ),
    Entrance(Can.SEE_OWN_SIGNALS, "signals:mine", "Mijn signalen", "bell-ring", "Mijn"),
    Entrance(Can.SEE_PARTNERS, "partners:partner_list", "Partners", "handshake"),
    Entrance(Can.ANSWER_REFERRAL, "partners:own", "Onze organisatie", "handshake", "Ons"),
    Entrance(Can.PLAN_MEETUPS, "activities:meetup_list", "Activiteiten", "calendar"),
    Entrance(Can.HOST_MEETUPS, "activities:meetup_list", "Activiteiten", "calendar", "Gasten"),
    Entrance(Can.HOUSE, "housing:form_list", "Woonvormen", "house"),
    Entrance(Can.INFORM, "outreach:campaign_list", "Voorlichting", "megaphone"),
    Entrance(Can.SEE_FIGURES, "insights:overview", "Overzicht", "chart-column", "Overzicht"),
    Entrance(Can.SEE_TRAIL, "audit:trail", "Logboek", "scroll-text", "Logboek", to_review),
    Entrance(Can.SEE_POST, "outbox:message_list", "Uitgaande post", "mail"),
    Entrance(Can.ADMINISTER, "grants:account_list", "Accounts", "circle-user-round"),
    Entrance(Can.CONFIRM_GRANTS, "grants:grant_list", "Rechten", "key-round", "", to_confirm),
    Entrance(Can.ADMINISTER, "admin:index", "Lijsten", "settings"),
]


def shell(request: HttpRequest) -> dict:
    """Return the context of the frame around every page.

    Takes a few counts, each with a ceiling, so the cost does not grow with the data.
    """
    context = {
        "organisation": settings.ORGANISATION,
        "works_for": settings.ORGANISATION,
        "organisation_phone": settings.ORGANISATION_PHONE,
        "demo": settings.DEMO,
        # Visitors and tenants see the colours that their device asks for.
        "theme": User.Theme.SYSTEM,
        "text_size": request.COOKIES.get("letters", ""),
        "LANGUAGE_CODE": get_language() or settings.LANGUAGE_CODE,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "unchecked": get_language() in settings.LANGUAGES_UNCHECKED,
        "languages": settings.LANGUAGES,
        "page_address": address_of(request),
        "site_url": settings.SITE_URL,
        "contrast": request.COOKIES.get("contrast", ""),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    if user.can(Can.ANSWER_REFERRAL):
        context["works_for"] = ", ".join(
            Partner.objects.visible_to(user).values_list("name", flat=True)
        )
    if any(user.can(kind.can) for kind in KINDS):
        context["nav_search_url"] = f"{reverse('search')}#zoek"
    if user.role in SECOND_FACTOR:
        context["theme"] = user.theme
    return context | {"nav": Menu(request), "nav_new": new_entrance(user)}


def address_of(request: HttpRequest) -> str:
    """Return the address under which a public page is known: without what narrows it, and with the
    language when the address has one."""
    asked = request.GET.get("taal", "")
    query = f"?taal={asked}" if asked in dict(settings.LANGUAGES) else ""
    return f"{settings.SITE_URL}{request.path}{query}"


class Menu:
    """The entries for the current user; counted once, and only when a template shows them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Iterator[dict]:
        return iter(self.entries)

    @cached_property
    def entries(self) -> list[dict]:
        """One entry per page, even when two abilities of the user open it."""
        user, path = self.request.user, self.request.path
        mine = {e.url: e for e in reversed(ENTRANCES) if user.can(e.can)}
        # One page may be below another, as the permissions below the accounts.
        above = [url for url in map(reverse, mine) if path.startswith(url)]
        here = max(above, key=len, default="")
        counted = [
            (entrance, entrance.count(user) if entrance.count else None)
            for entrance in ENTRANCES
            if mine.get(entrance.url) is entrance
        ]
        entries = [
            {
                "url": reverse(entrance.url),
                "label": entrance.label,
                "short": entrance.short,
                "icon": entrance.icon,
                "current": reverse(entrance.url) == here,
                "count": count,
                "is_shown": bool(count) or not entrance.only_when_any,
            }
            for entrance, count in counted
        ]
        return [entry for entry in entries if entry["is_shown"] or entry["current"]]

    @property
    def tabs(self) -> list[dict]:
        """The entries of the tab bar; at most four fit on a phone. A single one leads nowhere
        else, so it is left out unless it stands beside the button that logs a signal."""
        tabs = [entry for entry in self.entries if entry["short"]][:4]
        return tabs if len(tabs) > 1 or new_entrance(self.request.user) else []

    @property
    def tabs_before(self) -> list[dict]:
        return self.tabs[:2]

    @property
    def tabs_after(self) -> list[dict]:
        return self.tabs[2:]


def new_entrance(user: User) -> dict | None:
    """The yellow button in the middle of the tab bar, which logs a signal; None if not allowed."""
    if not user.can(Can.LOG_SIGNAL):
        return None
    return {"url": reverse("signals:log"), "label": "Signaal"}
