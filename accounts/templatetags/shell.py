"""Template tags for every page: icons, tiles, status badges, Dutch dates and times."""

import re
from datetime import date, datetime
from functools import cache
from urllib.parse import urlencode, urlsplit

from django import template
from django.forms import BaseForm, BoundField, Field
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from ground.badges import BY_NAME, Badge
from ground.days import day_in_words, local_day
from ground.guarded_text import AskedAgain
from ground.plain_text import capital, full_stop, title_within

register = template.Library()
TILES = {
    "koffie", "soep", "wandelen", "kaarten", "plant", "breien", "muziek", "telefoon", "bankje",
    "eten", "deur",
}  # fmt: skip
# Icons with a direction: they are mirrored in languages that are written from right to left.
MIRRORED = {"arrow-left", "arrow-right", "corner-up-right", "log-out"}


@register.simple_tag(takes_context=True)
def way_back(context: template.Context) -> str:
    """Return the path of the referring page on this site, else '/'."""
    request = context["request"]
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return came_from._replace(scheme="", netloc="", fragment="").geturl()


@register.simple_tag
@cache
def icon(name: str) -> str:
    """Render a Lucide icon as large as the text beside it, hidden from screen readers."""
    kind = "i dir" if name in MIRRORED else "i"
    return lucide(name, size=None, **{"class": kind, "aria_hidden": "true"})


@register.simple_block_tag
def back(content: str, to: object, *args, **query) -> str:
    """Render the back link above a heading: `to` is a model instance, a URL name or a path.

    `args` are the arguments of the URL, `query` its query string (`toon="open"`), in which empty
    values are left out.
    """
    url, asked = resolve_url(to, *args), urlencode({k: v for k, v in query.items() if v})
    whole = f"{url}?{asked}" if asked else url
    return render_to_string("components/back.html", {"url": whole, "label": content.strip()})


@register.inclusion_tag("components/badge.html")
def badge(of: object, label: str = "", icon: str = "") -> dict:
    """Render the badge of a row, a `Badge`, or a name in BY_NAME.

    `label` and `icon` replace those of the badge.
    """
    if isinstance(of, str):
        of = BY_NAME[of]
    shown: Badge = of if isinstance(of, Badge) else of.badge
    return {"outline": shown.outline, "icon": icon or shown.icon, "label": label or shown.label}


@register.simple_tag
def tile(name: str) -> SafeString:
    """Render an illustration: a square tile with one object, as on an old wall tile."""
    return _tile(name if name in TILES else "deur")


@cache
def _tile(name: str) -> SafeString:
    return mark_safe(render_to_string(f"tiles/{name}.svg").strip())  # our own drawing


@register.filter
def first_error(field: BoundField) -> str:
    """Return the first error, with the field's label if the text does not name the field."""
    error = field.errors[0]
    if error == Field.default_error_messages["required"]:
        return f"{field.label}: {error}"
    return error


@register.filter
def asked_again(field: BoundField) -> AskedAgain | None:
    """Return what the writer of this field is asked to read again, if anything."""
    return getattr(field, "asked_again", None)


@register.filter
def errors_to_mend(field: BoundField) -> list[str]:
    """Return the errors of a field that must be mended before it can be saved."""
    errors = zip(field.errors, field.errors.as_data(), strict=True)
    return [text for text, error in errors if not isinstance(error, AskedAgain)]


@register.filter
def only_asks_again(form: BaseForm) -> bool:
    """Return whether sending the form again is enough."""
    errors = [error for those in form.errors.as_data().values() for error in those]
    return bool(errors) and all(isinstance(error, AskedAgain) for error in errors)


register.filter("full_stop", full_stop)
register.filter("title_within", title_within)
register.filter("capital", lambda text: capital(str(text)))


@register.filter
def tel(number: str) -> str:
    """Return the tel: URL of a phone number: '088 000 12 34' -> 'tel:0880001234'."""
    return "tel:" + re.sub(r"[^\d+]", "", number or "")


@register.filter
def dutch_day(day: date | datetime | None) -> str:
    """Format a day as 'di 24 nov', with the year when it is another one."""
    return day_in_words(day, "D j M").lower() if day else ""


@register.filter
def long_day(day: date | datetime | None) -> str:
    """Format a day as 'dinsdag 24 november', with the year when it is another one."""
    return day_in_words(day, "l j E") if day else ""


@register.filter(name="day")
def day_(day: date | datetime | None, style: str) -> str:
    """Format a day as `day_in_words` does; use it wherever a format has no year."""
    return day_in_words(day, style) if day else ""


@register.filter
def clock(moment: datetime | None) -> str:
    """Format a time as '10.30', and '13.00' on the hour."""
    return f"{_local(moment):%-H.%M}" if moment else ""


@register.filter
def tenant_clock(moment: datetime | None) -> str:
    """Format a time for tenants: '10.30', and '10' on the hour."""
    return clock(moment).removesuffix(".00")


@register.filter
def tenant_times(meetup) -> str:
    """Return '10 tot 11.30 uur' for an object with `starts_at` and `ends_at`, with the day of the
    end when it is another one: '21 tot 0.30 uur (vrijdag 1 januari)'."""
    times = {"begin": tenant_clock(meetup.starts_at), "end": tenant_clock(meetup.ends_at)}
    words = _("%(begin)s tot %(end)s uur") % times
    if local_day(meetup.starts_at) == local_day(meetup.ends_at):
        return words
    return f"{words} ({long_day(meetup.ends_at)})"


def _local(moment: date | datetime) -> date | datetime:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment
