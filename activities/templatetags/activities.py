"""How the agenda says days and places."""

import json
from datetime import date, timedelta

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ground import phones

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
    return date_format(day, "l j E" if near else "j E")


@register.filter
def dutch(words: str) -> str:
    """Words that somebody wrote in Dutch, marked as such on a page in another language."""
    if get_language() == settings.LANGUAGE_CODE:
        return words
    return format_html('<span lang="nl" dir="ltr">{}</span>', words)


@register.filter
def cost(words: str) -> str:
    """What it costs; the usual word in the reader's language."""
    return _("Gratis") if words == "Gratis" else dutch(words)


@register.filter
def with_article(neighbourhood: str) -> str:
    """'de Vogelbuurt', but 'Lindenwaard': buurt and wijk have an article."""
    if get_language() != settings.LANGUAGE_CODE:
        return neighbourhood
    return f"de {neighbourhood}" if neighbourhood.endswith(("buurt", "wijk")) else neighbourhood


@register.filter
def json_ld(data: dict) -> str:
    """A block of data for search engines; it is no script, and nothing in it can end it."""
    text = json.dumps(data, ensure_ascii=False)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(safe))


@register.filter
def at(answers: dict, key: int) -> str | None:
    """What a dictionary says at a key."""
    return answers.get(key)


@register.filter
def as_dialled(phone: str) -> str:
    """A number as people here write it."""
    return phones.dialled(phone)
