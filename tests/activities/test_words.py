"""What a message says by each channel: an address only where one can be followed."""

import pytest

from activities.models import SignUp
from outbox.actions import in_words
from outbox.models import Message
from tests import roads
from tests.roads.activities import a_meetup, a_sign_up

pytestmark = pytest.mark.django_db
Channel = Message.Channel


def said(kind: str, channel: str, area, by, language: str = "nl") -> str:
    """The words of a message to a guest who rents here, as they leave by this channel."""
    tenant = roads.a_tenant(roads.a_home(area))
    guest = a_sign_up(a_meetup(), tenant=tenant, by=by)
    SignUp.objects.filter(pk=guest.pk).update(language=language)
    message = Message.objects.filter(about__sign_up=guest.pk).first()
    message.channel, message.kind = channel, kind
    words = in_words(message)
    assert words
    return words


@pytest.mark.parametrize("kind", ["sign_up_confirmed", "meetup_changed"])
def test_an_address_is_on_a_screen_and_not_on_paper_or_by_telephone(kind, area, consultant):
    assert "/agenda/kaartje/" in said(kind, Channel.TEXT, area, consultant)
    for channel in (Channel.CALL, Channel.LETTER):
        words = said(kind, channel, area, consultant)
        assert "http" not in words
        assert "Bel 088 000 12 34." in words


def test_a_colleague_who_calls_reads_dutch(area, consultant):
    turkish = said("sign_up_confirmed", Channel.TEXT, area, consultant, "tr")
    told = said("sign_up_confirmed", Channel.CALL, area, consultant, "tr")

    assert "aangemeld" not in turkish
    assert "U bent aangemeld" in told
