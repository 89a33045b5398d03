"""Messages are made of whole sentences, whatever was typed: a capital at the start of each, a small
letter after a comma, and one mark at the end."""

import re

import pytest
from django.conf import settings

from activities import actions
from activities.models import Meetup, SignUp
from activities.print_data import facts, when
from outbox.actions import render_text
from outbox.kinds import KINDS
from outbox.models import Message
from tests import factories
from tests.factories.activities import a_meetup, a_place, a_sign_up, at
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
Channel = Message.Channel
ABOUT_GUESTS = [
    "sign_up_confirmed", "sign_up_waiting", "sign_up_offered", "sign_up_lapsed", "sign_up_reminder",
    "meetup_changed", "meetup_cancelled",
]  # fmt: skip
LINK = re.compile(r"https?://\S+")
DAYS = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"


def faults(text: str) -> list[str]:
    """What is wrong with the sentences of a text. The line after a link goes on with its
    sentence."""
    text = re.sub(rf"({LINK.pattern})\n", r"\1 ", text)
    starts = re.findall(r"(?:^|[.!?…] +|\n)(['’]?[^\s.!?]\S*(?: \S+)?)", text)
    small = [s for s in starts if s[0].isalpha() and s[0].islower() and not LINK.match(s)]
    twice = re.findall(r"\S*[.!?][.!?](?!\.)\s", text)
    capital_after_comma = re.findall(rf", (?:{DAYS.title()})", text)
    return [*small, *twice, *capital_after_comma]


@pytest.fixture
def meetup(consultant) -> Meetup:
    """A meetup whose every word begins with a small letter and ends like a sentence."""
    place = a_place(name="de merel", street="merelstraat 2.")
    return a_meetup(
        title="wie kookt er mee?",
        host_name="ria",
        place=place,
        capacity=1,
        starts_at=at(9),
        by=consultant,
    )


def text(meetup: Meetup, kind: str, channel: str, language: str, area, by) -> str:
    """The message of a kind to a guest who is a tenant and waited for it in the way it happens."""
    first = (
        a_sign_up(meetup)
        if kind in ("sign_up_waiting", "sign_up_offered", "sign_up_lapsed")
        else None
    )
    tenant = factories.a_tenant(factories.a_home(area))
    guest = a_sign_up(meetup, tenant=tenant, phone="06 12345678", fetch=True, by=by)
    SignUp.objects.filter(pk=guest.pk).update(language=language)
    if first and kind != "sign_up_waiting":
        actions.cancel_sign_up(first, by=by)
    if kind == "sign_up_lapsed":
        SignUp.objects.filter(pk=guest.pk).update(offered_until=at(-1))
        actions.tick()
    if kind == "meetup_cancelled":
        actions.cancel_meetup(meetup, why="x", by=by)
    about = {"sign_up": guest.pk, "starts_at": meetup.starts_at.isoformat(), "series": 1}
    words = render_text(Message(kind=kind, channel=channel, to="", about=about))
    assert words
    return words


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", ABOUT_GUESTS)
def test_text_message_to_a_guest_has_whole_sentences(meetup, kind, language, area, consultant):
    words = text(meetup, kind, Channel.TEXT, language, area, consultant)

    assert faults(words) == []


@pytest.mark.parametrize("channel", [Channel.CALL, Channel.LETTER])
@pytest.mark.parametrize("kind", ABOUT_GUESTS)
def test_call_or_letter_to_a_guest_has_whole_sentences(meetup, kind, channel, area, consultant):
    words = text(meetup, kind, channel, "nl", area, consultant)
    if channel == Channel.LETTER:
        # The first lines are the address.
        words = words.partition("\n\n")[2] or words

    assert faults(words) == []


@pytest.mark.parametrize("kind", ["referral_taken", "referral_ended"])
@pytest.mark.parametrize("channel", [Channel.TEXT, Channel.CALL])
def test_message_about_a_partner_has_whole_sentences(kind, channel, partner_worker):
    status = "under_way" if kind == "referral_taken" else "completed"
    referral = a_referral(worker=partner_worker, status=status)
    type(referral.partner).objects.filter(pk=referral.partner_id).update(name="de brug")

    words = render_text(Message(kind=kind, channel=channel, to="", about={"referral": referral.pk}))

    assert faults(words) == []


def test_sheets_have_whole_sentences(meetup):
    meetup.cost, meetup.place.directions = "twee euro.", "bus 4, halte merelstraat"

    assert faults("\n".join([*facts(meetup), *when(meetup)])) == []


@pytest.mark.parametrize(
    "wrong",
    ["U bent aangemeld voor koken. zaterdag 5 december.", "U komt, Zaterdag 5 december.",
     "de merel, straat 2.", "U bent aangemeld voor koken..\n", "Wie kookt er mee?.\n"],
)  # fmt: skip
def test_a_sentence_that_is_not_whole_is_found(wrong):
    assert faults(wrong)


def test_every_kind_about_a_guest_is_looked_at():
    named = {kind for kind in KINDS if kind.startswith(("sign_up", "meetup"))}

    assert named == set(ABOUT_GUESTS)
