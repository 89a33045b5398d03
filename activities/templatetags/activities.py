"""Template filters for days, places, costs and telephone numbers."""

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
