"""How the agenda says days and places."""

from datetime import date, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities import phones

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
    return date_format(day, "l j F" if near else "j F")


@register.filter
def with_article(neighbourhood: str) -> str:
    """'de Vogelbuurt', but 'Lindenwaard': buurt and wijk have an article."""
    return f"de {neighbourhood}" if neighbourhood.endswith(("buurt", "wijk")) else neighbourhood


@register.filter
def at(answers: dict, key: int) -> str | None:
    """What a dictionary says at a key."""
    return answers.get(key)


@register.filter
def as_dialled(phone: str) -> str:
    """A number as people here write it."""
    return phones.dialled(phone)
