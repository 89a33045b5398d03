"""Template filters for days, places, costs and telephone numbers."""

import json
from datetime import date, timedelta
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from activities.filters import EVERYTHING, NEXT_WEEK, THIS_WEEK
from activities.models import Meetup, Series
from ground import phones
from ground.days import day_in_words

register = template.Library()


@register.filter
def day_name(day: date) -> str:
    """'Vandaag', 'Morgen', or the day of the week."""
    today = timezone.localdate()
    near = {today: _("Vandaag"), today + timedelta(days=1): _("Morgen")}
    return near.get(day) or date_format(day, "l").capitalize()


@register.filter
def day_rest(day: date) -> str:
    """'dinsdag 24 november' beside 'Vandaag', '26 november' beside a weekday."""
    near = day <= timezone.localdate() + timedelta(days=1)
    return day_in_words(day, "l j E" if near else "j E")


@register.filter
def dutch(words: str) -> str:
    """Mark text written in Dutch with `lang` on a page in another language."""
    if get_language() == settings.LANGUAGE_CODE:
        return words
    return format_html('<span lang="nl" dir="ltr">{}</span>', words)


@register.filter
def cost(words: str) -> str:
    """The cost; 'Gratis' is translated into the reader's language."""
    return _("Gratis") if words == "Gratis" else dutch(words)


@register.filter
def with_article(neighbourhood: str) -> str:
    """'de Vogelbuurt', but 'Lindenwaard': names that end in buurt or wijk take an article."""
    if get_language() != settings.LANGUAGE_CODE:
        return neighbourhood
    return f"de {neighbourhood}" if neighbourhood.endswith(("buurt", "wijk")) else neighbourhood


@register.simple_tag(takes_context=True)
def meetup_url(context: template.Context, meetup: Meetup) -> str:
    """Return the URL of a meetup on the agenda, with what the visitor arrived with: the code of a
    poster, and where they walk from."""
    kept = {"code": context.get("code"), "vanaf": context.get("walk_from")}
    query = urlencode({name: value for name, value in kept.items() if value})
    url = reverse("activities:meetup", args=[meetup.pk])
    return f"{url}?{query}" if query else url


@register.simple_tag(takes_context=True)
def minutes_to(context: template.Context, place_id: int) -> int | None:
    """Return the minutes on foot to a place, if the visitor said from where and it is known."""
    return context.get("walks", {}).get(place_id)


@register.filter
def on_foot(minutes: int) -> str:
    """'5 minuten lopen'."""
    return ngettext("%(n)s minuut lopen", "%(n)s minuten lopen", minutes) % {"n": minutes}


@register.filter
def how_often(series: Series) -> str:
    """How often a series meets: 'Elke week'."""
    return {
        "week": _("Elke week"),
        "fortnight": _("Om de week"),
        "month_day": _("Elke maand"),
        "month_last": _("Elke maand"),
        "month_date": _("Elke maand"),
        "year": _("Elk jaar"),
    }[series.repeat]


@register.filter
def week_name(week: str) -> str:
    """The name of a week of the agenda."""
    return {
        THIS_WEEK: _("Deze week"), NEXT_WEEK: _("Volgende week"), EVERYTHING: _("Alles"),
    }[week]  # fmt: skip


@register.filter
def json_ld(data: dict) -> str:
    """A JSON-LD block for search engines; escaped so that no value can close the tag."""
    text = json.dumps(data, ensure_ascii=False)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(safe))


@register.filter
def at(answers: dict, key: int) -> str | None:
    """Return the value for a key, or None."""
    return answers.get(key)


@register.filter
def as_dialled(phone: str) -> str:
    """Format a telephone number in the local notation."""
    return phones.dialled(phone)
