"""Print data of a meetup: plain values for the Typst templates in `templates/paper/`."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext

from accounts.models import User
from accounts.templatetags.shell import long_day, tenant_times
from activities.models import CallTask, Invite, Meetup, SignUp
from activities.templatetags.activities import with_article
from ground import phones
from ground.plain_text import capital, sentence
from outreach import paper
from outreach.models import Code
from tenants.consent_wording import form_of_address
from tenants.letters import address_lines
from tenants.models import Tenancy, Tenant

MOST_STRIPS = 7


def facts(meetup: Meetup) -> list[str]:
    """Return lines with the place, the cost and the host."""
    place = meetup.place
    stairs = " Geen trap." if place.step_free else ""
    lines = [sentence(f"{place.name}, {place.street}") + stairs, sentence(meetup.cost)]
    if place.directions:
        lines.append(sentence(place.directions))
    return [*lines, f"{capital(meetup.host_name)} ontvangt u bij de deur."]


def when(meetup: Meetup) -> list[str]:
    """'Dinsdag 8 december' and '10 tot 12 uur'."""
    day = long_day(meetup.starts_at)
    return [capital(day), tenant_times(meetup)]


def code_address(code: str) -> str:
    """Return the full URL behind a personal code."""
    return settings.SITE_URL + reverse("activities:code", args=[code])


def letters(meetup: Meetup, invites: list[Invite], by: User) -> dict:
    """Return the data of `paper/invitation.typ`: one sheet for each invited tenant."""
    ids = [invite.tenant_id for invite in invites]
    tenants = Tenant.objects.filter(pk__in=ids).prefetch_related(Tenancy.now()).in_bulk()
    return {
        "title": "U bent van harte welkom",
        "day": date_format(timezone.localdate(), "j F Y"),
        "meetup": meetup.title,
        "facts": [", ".join(when(meetup)), *facts(meetup)],
        "paragraphs": [meetup.about],
        "signed": by.first_name or by.get_full_name(),
        "address": paper.typed(settings.SITE_URL + reverse("activities:type_code")),
        "languages": paper.other_languages(),
        "letters": [
            {
                "address": address_lines(tenants[invite.tenant_id]),
                "greeting": f"{form_of_address(tenants[invite.tenant_id])},",
                "code": invite.code_written,
                "qr": paper.qr_svg(code_address(invite.code)).decode(),
            }
            for invite in invites
        ],
    }


def poster(
    meetup: Meetup,
    address: str,
    *,
    size: str,
    strips: int,
    code: Code | None = None,
    language: str = settings.LANGUAGE_CODE,
    large: bool = False,
) -> dict:
    """Return the data of `paper/poster.typ`, on A4 or A3, in a language of LANGUAGES; with tear-off
    strips that name the code of the poster, or in large print, which no strip is wide enough for.
    The code to scan leads to the page in the language of the poster."""
    with translation.override(language):
        words = poster_words(meetup.place.neighbourhood)
        return {
            "paper": size,
            "lang": language,
            "rtl": translation.get_language_bidi(),
            "latin": max(words["call"]) < "\u0250",
            "large": large,
            "strips": 0 if large else strips,
            "title": meetup.title,
            "short": Truncator(meetup.title).chars(26),
            "when": when(meetup),
            "lines": poster_lines(meetup),
            "address": paper.typed(address),
            "qr": paper.qr_svg(in_language(address, language)).decode(),
            "street": paper.street(),
            "where": f"{meetup.place.name}, {meetup.place.street}",
            "code": code.code if code else "",
            "languages": paper.other_languages(),
        } | words


def poster_words(neighbourhood: str) -> dict:
    """Return our own sentences on a poster, in the active language."""
    who = gettext("Voor iedereen in de buurt")
    if neighbourhood:
        here = with_article(neighbourhood)
        who = gettext("Voor iedereen in %(place)s") % {"place": here}
    return {
        "who": who,
        "come": gettext("Komt u ook?"),
        "call": gettext("Bel gerust. Wij halen u ook op."),
        "type": gettext("Of scan de code, of typ:"),
        "ring": gettext("Bel"),
        "say": gettext("en zeg code"),
        "scan": gettext("Code om met uw telefoon te scannen"),
        "drawing": gettext("Een straat met mensen aan een lange tafel"),
    }


def poster_lines(meetup: Meetup) -> list[dict]:
    """Return lines with the place, the cost and the host in the active language; `own` are those
    that a colleague wrote in Dutch. In Dutch they are those of `facts`."""
    if translation.get_language() == settings.LANGUAGE_CODE:
        return [{"text": line, "own": True} for line in facts(meetup)]
    place, free = meetup.place, meetup.cost == "Gratis"
    lines = [{"text": f"{place.name}, {place.street}", "own": True}]
    if place.step_free:
        lines.append({"text": gettext("Geen trap en geen drempels"), "own": False})
    cost = gettext("Gratis") if free else meetup.cost
    lines.append({"text": cost, "own": not free})
    if place.directions:
        lines.append({"text": place.directions, "own": True})
    host = gettext("%(name)s ontvangt u bij de deur.") % {"name": meetup.host_name}
    return [*lines, {"text": host, "own": False}]


def in_language(address: str, language: str) -> str:
    """Return an address of our own site that opens in a language."""
    if language == settings.LANGUAGE_CODE:
        return address
    return f"{address}{'&' if '?' in address else '?'}taal={language}"


def door_list(meetup: Meetup, guests: list[SignUp]) -> dict:
    """Return the data of `paper/list.typ` as attendance list: the guests as this user may see
    them."""
    rows = [
        {
            "name": guest.shown + (f" en {guest.others} meer" if guest.others else ""),
            "note": ", ".join(_notes(guest)),
        }
        for guest in guests
    ]
    return {
        "title": meetup.title,
        "line": f"{', '.join(when(meetup))}. {meetup.place.name}, {meetup.place.street}.",
        "second": "Let op",
        "rows": rows,
        "walk_ins": True,
    }


def _notes(guest: SignUp) -> Iterator[str]:
    """What the host should know at the door; the guest as marked by `views.meetups.mark`."""
    if guest.is_new:
        yield "voor het eerst"
    if guest.fetch:
        yield f"ophalen door {guest.fetcher}" if guest.fetcher else "ophalen"


def call_list(calls: list[CallTask], by_phone: list[dict]) -> dict:
    """Return the data of `paper/list.typ` as call list: whom to call, and what to tell whom, as the
    rows of `views.calls.messages_by_phone`."""
    rows = [
        {
            "name": f"{call.sign_up.first_name}, {phones.dialled(call.sign_up.phone)}",
            "note": f"{call.get_why_display()}. {call.sign_up.meetup.title}, "
            f"{long_day(call.sign_up.meetup.starts_at)}",
        }
        for call in calls
    ]
    rows += [
        {
            "name": f"{row['name']}, {phones.dialled(row['phone'])}",
            "note": " ".join(row["words"].split()),
        }
        for row in by_phone
    ]
    today = date_format(timezone.localdate(), "l j F Y")
    return {
        "title": "Bellijst", "line": today, "second": "Waarvoor", "rows": rows, "walk_ins": False,
    }  # fmt: skip


def picture(meetup: Meetup) -> dict:
    """Return the data of `paper/preview.typ`: the preview picture of a shared link, in Dutch,
    because everybody in a conversation sees the same one."""
    with translation.override(settings.LANGUAGE_CODE):
        return {"title": meetup.title, "when": when(meetup), "place": meetup.place.name}
