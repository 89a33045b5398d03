"""Files that browsers, search engines and researchers ask for at a fixed address."""

from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.guards import public
from activities.models import Meetup
from ground.revalidation import revalidated

# Pages for everybody, and what is below them: the rest is personal, or needs an account.
OPEN_PAGES = [
    "activities:agenda", "activities:request_buddy", "activities:type_code", "signals:report",
    "privacy", "accessibility",
]  # fmt: skip
ASIDE = ["/agenda/kaartje/", "/agenda/samen/bedankt/", "/agenda/*/kaartje/", "/agenda/*/aanmelden/"]
# Search engines read at most fifty thousand addresses; nobody plans that many meetups.
MOST_MEETUPS = 1000
# A researcher may trust the contact for this long; RFC 9116 advises less than a year.
TRUSTED_FOR = timedelta(days=180)
DAY_IN_CACHES = "public, max-age=86400"
SITEMAP, XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"


def plain(request: HttpRequest, lines: list[str]) -> HttpResponse:
    text = "\n".join(lines) + "\n"
    return revalidated(request, HttpResponse(text, content_type="text/plain; charset=utf-8"))


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages a search engine may read: the public ones only."""
    allowed = [reverse(name) for name in OPEN_PAGES]
    lines = ["User-agent: *", *(f"Allow: {path}" for path in [*allowed, settings.STATIC_URL])]
    lines += [f"Disallow: {path}" for path in [*ASIDE, "/"]]
    return plain(request, [*lines, "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"])


@public
def security_text(request: HttpRequest) -> HttpResponse:
    """How to report a weakness (RFC 9116). It expires half a year after the month began."""
    today = timezone.localtime()
    month = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return plain(
        request,
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {(month + TRUSTED_FOR).isoformat()}",
            "Preferred-Languages: nl, en",
            f"Canonical: {settings.SITE_URL}{reverse('security_text')}",
        ],
    )


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages and the meetups to come, each with its address in every language."""
    ElementTree.register_namespace("", SITEMAP)
    ElementTree.register_namespace("xhtml", XHTML)
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    for name in OPEN_PAGES:
        add_page(root, reverse(name))
    coming = Meetup.objects.coming().on().values_list("pk", "touched_at")
    for pk, touched_at in coming[:MOST_MEETUPS]:
        add_page(root, reverse("activities:meetup", args=[pk]), touched_at)
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return revalidated(request, HttpResponse(content, content_type="application/xml"))


def add_page(root: ElementTree.Element, path: str, changed_at: datetime | None = None) -> None:
    """Add a page to the sitemap. Its Dutch address stands for all, so that it is listed once."""
    page = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
    ElementTree.SubElement(page, f"{{{SITEMAP}}}loc").text = settings.SITE_URL + path
    if changed_at:
        changed = ElementTree.SubElement(page, f"{{{SITEMAP}}}lastmod")
        changed.text = timezone.localtime(changed_at).isoformat(timespec="seconds")
    for code, _ in settings.LANGUAGES:
        query = "" if code == settings.LANGUAGE_CODE else f"?taal={code}"
        attributes = {"rel": "alternate", "hreflang": code}
        attributes["href"] = settings.SITE_URL + path + query
        ElementTree.SubElement(page, f"{{{XHTML}}}link", attributes)


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon for what asks for it without reading a page."""
    content = Path(settings.BASE_DIR, "static", "favicon.ico").read_bytes()
    response = revalidated(request, HttpResponse(content, content_type="image/x-icon"))
    response["Cache-Control"] = DAY_IN_CACHES
    return response
