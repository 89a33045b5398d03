"""Messages to guests: channel, timing, and no names in the text."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from activities import actions, notifications
from activities.models import SignUp
from outbox.actions import prepare, render_text
from outbox.kinds import KINDS
from outbox.models import Message
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, at, begun

pytestmark = pytest.mark.django_db


def message(kind: str) -> Message:
    return Message.objects.get(kind=kind)


def text(kind: str) -> str:
    """The text of a message as it would be sent."""
    settings.TEXT_GATEWAY = settings.TEXT_GATEWAY or "sms.example"
    return prepare(message(kind)).body


def test_mobile_number_gets_a_text_message():
    a_sign_up(phone="06 12345678")

    assert (message("sign_up_confirmed").channel, message("sign_up_confirmed").to) == (
        "sms",
        "+31 6 12345678",
    )


def test_landline_number_gets_a_call():
    a_sign_up(phone="088 000 12 34")

    assert message("sign_up_confirmed").channel == "call"


def test_guest_who_phoned_gets_no_confirmation_call(consultant):
    a_sign_up(phone="088 000 12 34", via=SignUp.Via.PHONE, by=consultant)

    assert not Message.objects.filter(kind="sign_up_confirmed").exists()


def test_waiting_guest_gets_a_waiting_list_message():
    meetup = a_meetup(capacity=1)
    a_sign_up(meetup)
    a_sign_up(meetup)

    assert "wachtlijst" in text("sign_up_waiting")


def test_reminder_is_due_at_ten_the_day_before():
    a_sign_up(a_meetup(starts_at=at(4, 14)))

    assert message("sign_up_reminder").due_at == at(3, 10)


def test_reminder_is_due_at_ten_local_time_across_a_clock_change():
    monday_after = timezone.datetime(2027, 3, 29, 12, tzinfo=timezone.get_current_timezone())
    first_summer_day = notifications.day_before(monday_after)

    assert timezone.localtime(first_summer_day).hour == 10
    assert timezone.localtime(first_summer_day).utcoffset() == timedelta(hours=2)


def test_sign_up_within_a_day_gets_no_reminder():
    a_sign_up(a_meetup(starts_at=timezone.now() + timedelta(hours=20)))

    assert not Message.objects.filter(kind="sign_up_reminder").exists()


def test_claimed_reminder_is_dropped_when_the_time_changed(consultant):
    meetup = a_meetup(starts_at=at(5))
    a_sign_up(meetup)
    claimed = message("sign_up_reminder")

    actions.change_meetup(meetup, starts_at=at(6), ends_at=at(6, 12), by=consultant)

    assert KINDS["sign_up_reminder"].resolve(claimed) is None


def test_moving_a_meetup_and_back_queues_a_valid_reminder(consultant):
    meetup = a_meetup(starts_at=at(5), ends_at=at(5, 12))
    a_sign_up(meetup)

    actions.change_meetup(meetup, starts_at=at(6), ends_at=at(6, 12), by=consultant)
    actions.change_meetup(meetup, starts_at=at(5), ends_at=at(5, 12), by=consultant)

    queued = Message.objects.get(kind="sign_up_reminder", status=Message.Status.QUEUED)
    assert queued.due_at == at(4, 10)
    assert KINDS["sign_up_reminder"].resolve(queued)


def test_confirmation_is_dropped_after_the_start():
    meetup = a_meetup()
    a_sign_up(meetup)
    begun(meetup)

    assert KINDS["sign_up_confirmed"].resolve(message("sign_up_confirmed")) is None


def test_message_stores_only_ids_and_shows_no_name():
    sign_up = a_sign_up(name="Hennie van Dijk", phone="06 12345678")

    assert message("sign_up_confirmed").about == {"sign_up": sign_up.pk}
    assert "Hennie" not in text("sign_up_confirmed")
    assert "Hennie" not in KINDS["sign_up_confirmed"].subject


def test_confirmation_says_what_when_and_how_to_cancel():
    meetup = a_meetup(title="Soep & brood", starts_at=at(3, 10))
    sign_up = a_sign_up(meetup)

    said = text("sign_up_confirmed")

    assert "Soep & brood" in said
    assert "10 tot 12 uur" in said
    assert sign_up.token in said
    assert settings.ORGANISATION_PHONE in said


@pytest.mark.parametrize(
    "kind", ["sign_up_offered", "sign_up_reminder", "meetup_changed", "meetup_cancelled"]
)
def test_every_message_kind_names_the_meetup(kind, consultant):
    meetup = a_meetup(capacity=1)
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    if kind == "sign_up_offered":
        actions.cancel_sign_up(first, by=consultant)
        Message.objects.filter(about__sign_up=first.pk).delete()
    else:
        actions.cancel_sign_up(second, by=consultant)
        Message.objects.filter(about__sign_up=second.pk).delete()
    if kind == "meetup_changed":
        actions.change_meetup(meetup, starts_at=at(4), ends_at=at(4, 12), by=consultant)
    if kind == "meetup_cancelled":
        actions.cancel_meetup(meetup, why="Dicht.", by=consultant)

    assert meetup.title in text(kind)


def liked(area, consultant, **fields):
    """A sign-up for a meetup in ten days by a tenant with a preferred channel."""
    tenant = factories.a_tenant(factories.a_home(area))
    type(tenant).objects.filter(pk=tenant.pk).update(**fields)
    tenant.refresh_from_db()
    meetup = a_meetup(by=consultant, starts_at=at(10))
    return a_sign_up(meetup, tenant=tenant, phone="06 12345678", via="card", by=consultant)


def test_tenant_who_prefers_letters_gets_letters_sent_five_days_earlier(area, consultant):
    guest = liked(area, consultant, channel="letter", last_name="Vogel")

    sent = Message.objects.filter(about__sign_up=guest.pk).order_by("due_at")

    assert [(m.kind, m.channel) for m in sent] == [
        ("sign_up_confirmed", "letter"),
        ("sign_up_reminder", "letter"),
    ]
    assert sent[1].due_at == at(5, 10)
    words = render_text(sent[0])
    assert words.startswith(guest.tenant.formal_name)
    assert "U bent aangemeld" in words
    assert "Vogel" not in sent[0].to


def test_tenant_who_prefers_mail_gets_mail(area, consultant):
    guest = liked(area, consultant, channel="mail", email="riet@voorbeeld.example")

    sent = Message.objects.filter(about__sign_up=guest.pk).values_list("channel", "to")

    assert set(sent) == {("mail", "riet@voorbeeld.example")}


def test_letter_that_would_be_late_becomes_a_text_message(area, consultant):
    guest = liked(area, consultant, channel="letter")

    actions.change_meetup(guest.meetup, starts_at=at(3), ends_at=at(3, 12), by=consultant)

    changed = Message.objects.get(about__sign_up=guest.pk, kind="meetup_changed")
    assert changed.channel == "sms"


def test_no_letter_to_a_tenant_who_died(area, consultant):
    guest = liked(area, consultant, channel="letter")
    type(guest.tenant).objects.filter(pk=guest.tenant_id).update(died_on=at(0).date())

    card = Message.objects.get(about__sign_up=guest.pk, kind="sign_up_confirmed")

    assert render_text(card) is None
