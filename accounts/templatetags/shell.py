"""What every page may use: icons, tiles, status words, Dutch days and times."""

import re
from datetime import date, datetime
from functools import cache
from urllib.parse import urlencode, urlsplit

from django import template
from django.forms import BoundField, Field
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from ground.badges import BY_NAME, Badge

register = template.Library()
TILES = {
    "koffie", "soep", "wandelen", "kaarten", "plant", "breien", "muziek", "telefoon", "bankje",
    "eten", "deur",
}  # fmt: skip
# Icons that point along the line: in a language that is read from right to left they are mirrored.
MIRRORED = {"arrow-left", "arrow-right", "corner-up-right", "log-out"}


@register.simple_tag(takes_context=True)
def way_back(context: template.Context) -> str:
    """The page of this site that somebody came from, else the front door."""
    request = context["request"]
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from._replace(scheme="", netloc="", fragment="").geturl()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """A line drawing as large as the text beside it; readers of a screen hear only that text."""
    kind = "i dir" if name in MIRRORED else "i"
    return lucide(name, size=None, **{"class": kind, "aria_hidden": "true"})


@register.simple_block_tag
def back(content: str, to: object, *args, **query) -> str:
    """The link back above a heading: `to` is a row, the name of an address or a path.

    The rest says which row at that address, and what is asked there: `toon="open"`, without what is
    empty.
    """
    url, asked = resolve_url(to, *args), urlencode({k: v for k, v in query.items() if v})
    whole = f"{url}?{asked}" if asked else url
    return render_to_string("components/back.html", {"url": whole, "label": content.strip()})


@register.inclusion_tag("components/badge.html")
def badge(of: object, label: str = "", icon: str = "") -> dict:
    """Of a row with a `badge`, a `Badge` itself, or a word: `label` says that more exactly."""
    if isinstance(of, str):
        of = BY_NAME[of]
    shown: Badge = of if isinstance(of, Badge) else of.badge
    return {"outline": shown.outline, "icon": icon or shown.icon, "label": label or shown.label}


@register.simple_tag
def tile(name: str) -> SafeString:
    """An illustration: a square tile with one object, as on an old wall tile."""
    return _tile(name if name in TILES else "deur")


@cache
def _tile(name: str) -> SafeString:
    return mark_safe(render_to_string(f"tiles/{name}.svg").strip())  # our own drawing


@register.filter
def first_error(field: BoundField) -> str:
    """What is wrong, in words that also make sense away from the field."""
    error = field.errors[0]
    if error == Field.default_error_messages["required"]:
        return f"{field.label}: {error}"
    return error


@register.filter
def tel(number: str) -> str:
    """The address behind a phone number: '088 000 12 34' -> 'tel:0880001234'."""
    return "tel:" + re.sub(r"[^\d+]", "", number or "")


@register.filter
def dutch_day(day: date | datetime | None) -> str:
    """'di 24 nov'."""
    return date_format(_local(day), "D j M").lower() if day else ""


@register.filter
def long_day(day: date | datetime | None) -> str:
    """'dinsdag 24 november'."""
    return date_format(_local(day), "l j E") if day else ""


@register.filter
def clock(moment: datetime | None) -> str:
    """'10.30', and '13.00' on the hour."""
    return f"{_local(moment):%-H.%M}" if moment else ""


@register.filter
def tenant_clock(moment: datetime | None) -> str:
    """For tenants, without zeros: '10.30', and '10' on the hour."""
    return clock(moment).removesuffix(".00")


@register.filter
def tenant_times(meetup) -> str:
    """'10 tot 11.30 uur', for anything with `starts_at` and `ends_at`."""
    times = {"begin": tenant_clock(meetup.starts_at), "end": tenant_clock(meetup.ends_at)}
    return _("%(begin)s tot %(end)s uur") % times


def _local(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment
