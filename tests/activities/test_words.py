"""Message texts per channel: a URL only where the reader can follow it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activities.models import SignUp
from outbox.actions import address_of, render_text, text_for_colleagues
from outbox.models import Message
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, at

pytestmark = pytest.mark.django_db
Channel = Message.Channel


def said(kind: str, channel: str, area, by, language: str = "nl") -> str:
    """The text of a message to a guest who is a tenant, as sent by this channel."""
    tenant = factories.a_tenant(factories.a_home(area))
    guest = a_sign_up(a_meetup(), tenant=tenant, by=by)
    SignUp.objects.filter(pk=guest.pk).update(language=language)
    message = Message.objects.filter(about__sign_up=guest.pk).first()
    message.channel, message.kind = channel, kind
    words = render_text(message)
    assert words
    return words


@pytest.mark.parametrize("kind", ["sign_up_confirmed", "meetup_changed"])
def test_url_is_in_text_messages_and_not_in_letters_or_calls(kind, area, consultant):
    assert "/agenda/kaartje/" in said(kind, Channel.TEXT, area, consultant)
    for channel in (Channel.CALL, Channel.LETTER):
        words = said(kind, channel, area, consultant)
        assert "http" not in words
        assert "Bel 088 000 12 34." in words


def test_call_text_is_dutch_whatever_the_guests_language(area, consultant):
    turkish = said("sign_up_confirmed", Channel.TEXT, area, consultant, "tr")
    told = said("sign_up_confirmed", Channel.CALL, area, consultant, "tr")

    assert "aangemeld" not in turkish
    assert "U bent aangemeld" in told


def test_no_message_to_a_dead_tenant_and_no_letter_to_a_shielded_one(area, consultant):
    tenant = factories.a_tenant(factories.a_home(area))
    guest = a_sign_up(a_meetup(), tenant=tenant, by=consultant)
    message = Message.objects.filter(about__sign_up=guest.pk).first()
    message.kind = "sign_up_confirmed"

    Tenant.objects.filter(pk=tenant.pk).update(shielded_at=timezone.now())
    message.channel = Channel.LETTER
    assert render_text(message) is None
    message.channel = Channel.TEXT
    assert render_text(message)
    Tenant.objects.filter(pk=tenant.pk).update(died_on=timezone.localdate())
    assert render_text(message) is None


@pytest.mark.parametrize(("days", "channel", "tomorrow"), [
    (1, Channel.TEXT, True), (2, Channel.TEXT, False), (1, Channel.LETTER, False),
])  # fmt: skip
def test_reminder_says_tomorrow_only_the_day_before_and_not_in_a_letter(
    days, channel, tomorrow, area, consultant
):
    tenant = factories.a_tenant(factories.a_home(area))
    start = max(at(days, hour=23), timezone.now() + timedelta(minutes=5))
    guest = a_sign_up(a_meetup(starts_at=start), tenant=tenant, by=consultant)
    message = Message(
        kind="sign_up_reminder", channel=channel, to="",
        about={"sign_up": guest.pk, "starts_at": guest.meetup.starts_at.isoformat()},
    )  # fmt: skip

    words = render_text(message)

    assert words
    assert ("orgen" in words) is tomorrow
    assert "erwachten" in words


def test_outbox_view_hides_the_link_that_the_receiver_gets(area, consultant):
    guest = a_sign_up(a_meetup(), phone="06 12345678")
    message = Message.objects.filter(about__sign_up=guest.pk, kind="sign_up_confirmed").get()

    assert guest.token in render_text(message)
    assert guest.token not in text_for_colleagues(message)
    assert "(link voor de ontvanger)" in text_for_colleagues(message)


def test_number_with_hyphens_is_sent_as_digits():
    message = Message(channel=Channel.TEXT, to="+597 741-2345")

    assert address_of(message).split("@")[0] == "5977412345"
