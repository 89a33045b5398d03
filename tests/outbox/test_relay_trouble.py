"""What each answer of a relay, and its silence, does to messages, the log and the people."""

import logging
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from outbox import actions
from outbox.actions import delivery
from outbox.models import Message, RelayTrouble
from outbox.tasks import deliver
from tests import factories
from tests.factories.race import race
from tests.relay import DROP, Relay, hang

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Message.Status
AUTH = {"ehlo": "250-relay\r\n250 AUTH PLAIN"}
# Steps of the relay, and the words on the page of outgoing mail.
OF_THE_RELAY = {
    "wrong-password": ({**AUTH, "auth": "535 5.7.8 wrong"}, "weigert het wachtwoord. (535)"),
    "no-login-known": ({}, "geen STARTTLS of geen inloggen"),
    "wants-starttls": ({**AUTH, "mail": "530 5.7.0 STARTTLS first"}, "niets voor ons door. (530)"),
    "wants-auth": ({**AUTH, "rcpt": "530 5.7.1 who are you"}, "niets voor ons door. (530)"),
    "no-relaying": ({**AUTH, "rcpt": "554 5.7.1 <a@b.nl>: Relay access denied"}, "door. (554)"),
    "busy": ({"connect": "421 too many"}, "neemt nu geen post aan. (421)"),
    "not-for-us": ({"connect": "554 no service"}, "weigert onze verbinding. (554)"),
    "no-banner": ({"connect": hang(1)}, "antwoordt niet"),
    "drops-at-once": ({"connect": DROP}, "antwoordt niet"),
    "no-sender": ({**AUTH, "mail": "553 5.7.1 not your address"}, "onze afzender. (553)"),
    "disk-full": ({**AUTH, "mail": "452 4.3.1 no space"}, "neemt nu geen post aan. (452)"),
    "drops-before-data": ({**AUTH, "mail": DROP}, "verbrak de verbinding"),
    "drops-at-data": ({**AUTH, "data": DROP}, "verbrak de verbinding"),
    "closes-at-each": ({**AUTH, "rcpt": "421 closing"}, "verbrak de verbinding"),
}
LATER = {
    "mailbox-busy": {"rcpt": "450 4.2.1 busy"},
    "greylisted": {"rcpt": "451 4.7.1 greylisted"},
    "mailbox-full-now": {"rcpt": "452 4.2.2 full"},
    "scanner-away": {"text": "451 4.7.1 scanner away"},
    "spool-full": {"text": "452 4.3.1 spool full"},
    "not-now": {"data": "450 4.3.2 not now"},
}
REFUSED = {
    "no-such-box": ({"rcpt": "550 5.1.1 no such user in relay recipient table"}, "(550)"),
    "no-such-name": ({"rcpt": "553 5.1.3 bad name"}, "(553)"),
    "too-large": ({"mail": "552 5.3.4 too large"}, "(552)"),
    "too-large-text": ({"text": "552 5.3.4 too large"}, "(552)"),
    "unwanted": ({"text": "554 5.7.1 spam"}, "(554)"),
}


@pytest.fixture
def relay(settings):
    with Relay() as relay:
        settings.EMAIL_BACKEND = "outbox.relay.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
        settings.RELAY_TIMEOUT_SECONDS = 0.5
        yield relay


@pytest.fixture
def login(settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "aanloop", "a#b/c"


@pytest.fixture
def post() -> list[Message]:
    """The notices of three urgent signals, in the order in which they are sent."""
    for _ in range(3):
        factories.an_urgent_signal()
    Message.objects.exclude(kind="follow_up_urgent").delete()
    Message.objects.update(due_at=timezone.now())
    return list(Message.objects.order_by("pk"))


def statuses() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("status", flat=True))


def come_due() -> None:
    """As if the time until the next attempt has passed."""
    long_ago = timezone.now() - timedelta(seconds=1)
    Message.objects.filter(status=Status.QUEUED).update(due_at=long_ago)
    RelayTrouble.objects.update(retry_at=long_ago)


@pytest.mark.usefixtures("login")
@pytest.mark.parametrize("name", OF_THE_RELAY)
def test_trouble_of_the_relay_leaves_every_message_queued_and_is_shown(
    relay, post, name, coordinator, signed_in, caplog
):
    says, words = OF_THE_RELAY[name]
    relay.says = says
    caplog.set_level(logging.WARNING, "aanloop.outbox")

    for _ in range(3):
        deliver()
        come_due()

    page = signed_in(coordinator).get("/uitgaande-post/").content.decode()
    assert statuses() == [Status.QUEUED] * 3
    assert "Er gaat geen post de deur uit sinds" in page
    assert words in page
    assert "wachten\n      3 berichten" in page
    assert "relay takes no mail since" in caplog.text
    assert not any(message.to in caplog.text for message in post)
    assert relay.texts == []


@pytest.mark.parametrize(
    ("host", "encrypted", "words"),
    [
        ("relay.invalid", False, "De naam van de mailserver is niet gevonden"),
        ("127.0.0.1", True, "Het versleutelen van de verbinding lukt niet"),
    ],
)
def test_a_relay_that_is_not_there_leaves_every_message_queued(
    relay, post, settings, host, encrypted, words
):
    settings.EMAIL_HOST, settings.EMAIL_USE_SSL = host, encrypted

    deliver()

    assert statuses() == [Status.QUEUED] * 3
    assert words in RelayTrouble.objects.get().sentence


def test_a_refused_connection_leaves_every_message_queued(relay, post):
    relay.__exit__()

    deliver()

    assert statuses() == [Status.QUEUED] * 3
    assert "niet bereikbaar" in RelayTrouble.objects.get().sentence


@pytest.mark.usefixtures("login")
def test_all_messages_are_sent_once_the_relay_takes_them_and_the_warning_goes(relay, post):
    relay.says = OF_THE_RELAY["wrong-password"][0]
    deliver()
    relay.says = AUTH
    come_due()

    deliver()

    assert statuses() == [Status.SENT] * 3
    assert len(relay.texts) == 3
    assert not RelayTrouble.objects.exists()
    assert relay.passwords[-1] == "\0aanloop\0a#b/c"


@pytest.mark.parametrize("name", LATER)
def test_a_message_that_the_relay_defers_is_tried_for_five_days(relay, post, name):
    relay.says = LATER[name]

    deliver()
    assert statuses() == [Status.QUEUED] * 3
    assert not RelayTrouble.objects.exists()
    come_due()
    almost = timezone.now() - timedelta(days=5) + timedelta(minutes=5)
    Message.objects.update(deferred_since=almost)
    deliver()
    assert statuses() == [Status.QUEUED] * 3
    come_due()
    Message.objects.update(deferred_since=timezone.now() - timedelta(days=5, minutes=5))
    deliver()

    assert statuses() == [Status.FAILED] * 3
    assert Message.objects.first().error.startswith("Vijf dagen lang geprobeerd. De mailserver")


@pytest.mark.parametrize(
    ("lasted", "wait"),
    [
        (timedelta(0), timedelta(seconds=30)),
        (timedelta(minutes=8), timedelta(minutes=8)),
        (timedelta(days=2), timedelta(minutes=30)),
    ],
)
def test_the_wait_of_a_deferred_message_grows_to_half_an_hour(relay, post, lasted, wait):
    relay.says = {"rcpt": "451 greylisted"}
    Message.objects.update(deferred_since=timezone.now() - lasted)

    deliver()

    waits = Message.objects.first().due_at - timezone.now()
    assert abs(waits - wait) < timedelta(seconds=10)


@pytest.mark.parametrize("name", REFUSED)
def test_a_message_that_the_relay_refuses_for_good_fails_at_once(relay, post, name):
    relay.says, code = REFUSED[name]

    deliver()

    assert statuses() == [Status.FAILED] * 3
    assert code in Message.objects.first().error
    assert not RelayTrouble.objects.exists()


def test_an_address_that_cannot_be_written_fails_and_the_others_are_sent(relay, post):
    Message.objects.filter(pk=post[0].pk).update(to="a@b.example\nBcc: c@d.example")

    deliver()

    assert statuses() == [Status.FAILED, Status.SENT, Status.SENT]


@pytest.mark.parametrize("silence", [DROP, hang(1.5)], ids=["drop", "hang"])
def test_only_a_text_without_an_answer_is_unknown_and_two_of_them_stop_the_round(
    relay, post, silence
):
    relay.says = {"text": silence}

    deliver()

    assert statuses() == [Status.UNKNOWN, Status.UNKNOWN, Status.QUEUED]
    assert len(relay.texts) == 2
    assert RelayTrouble.objects.exists()


def test_a_relay_that_thinks_about_the_text_longer_than_about_a_command_is_waited_for(relay, post):
    relay.says = {"text": hang(0.8)}

    deliver()

    assert statuses() == [Status.SENT] * 3


def test_one_message_at_which_the_relay_breaks_does_not_stop_the_others(relay, post):
    replies = iter([DROP])
    relay.says = {"data": lambda: next(replies, "")}

    deliver()

    assert statuses() == [Status.QUEUED, Status.SENT, Status.SENT]
    assert not RelayTrouble.objects.exists()


def test_no_worker_connects_before_the_next_attempt(relay, post):
    relay.says = {"connect": "421 too many"}
    deliver()
    factories.an_urgent_signal()

    deliver()

    assert relay.connections == 1
    assert set(statuses()) == {Status.QUEUED}


def test_messages_for_a_colleague_do_not_wait_for_the_relay(relay, post):
    relay.says = {"connect": "421 too many"}
    Message.objects.filter(pk=post[1].pk).update(channel=Message.Channel.CALL)

    deliver()

    assert statuses() == [Status.QUEUED, Status.BY_HAND, Status.QUEUED]


def test_crashes_are_counted_apart_from_answers_of_the_relay(relay, post, settings):
    relay.says = {"rcpt": "451 greylisted"}
    for _ in range(delivery.MAX_ATTEMPTS + 1):
        deliver()
        come_due()
    settings.OUTBOX_LEASE_SECONDS = 0
    (first,) = actions.claim(limit=1)
    assert delivery._begin(first)

    actions.sweep()

    assert statuses() == [Status.QUEUED] * 3


def test_readyz_says_that_the_relay_takes_no_mail(relay, post, client):
    relay.says = {"connect": "421 too many"}
    before = client.get("/readyz").json()
    deliver()

    after = client.get("/readyz")

    assert before["relay"] == "ok"
    assert (after.status_code, after.json()["relay"]) == (200, "degraded")


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_tries_a_relay_in_trouble(relay, post):
    relay.says = {"connect": hang(2)}
    deliver()
    come_due()

    assert race([deliver] * 4) == []

    assert relay.connections == 2


def sweep_elsewhere() -> str:
    """Settle expired leases, as another worker does meanwhile."""
    sweeper = threading.Thread(target=lambda: (actions.sweep(), connection.close()))
    sweeper.start()
    sweeper.join()
    return ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("covered", [True, False], ids=["covered", "control"])
def test_the_lease_covers_the_time_that_the_relay_may_take(
    relay, post, settings, monkeypatch, covered
):
    settings.OUTBOX_LEASE_SECONDS = 0.2
    if not covered:
        monkeypatch.setattr(delivery, "_lease", Now)
    relay.says = {"text": lambda: hang(0.4)() or sweep_elsewhere()}

    deliver()

    assert (Status.UNKNOWN in statuses()) is not covered
    assert len(relay.texts) == len(set(relay.texts))


@pytest.mark.parametrize(
    ("who", "says"), [("coordinator", "Laat het de beheerder"), ("administrator", "Kijk")]
)
def test_the_administrator_is_not_told_to_tell_the_administrator(signed_in, request, who, says):
    now = timezone.now()
    RelayTrouble.objects.create(since=now, retry_at=now, sentence="De mailserver zwijgt.")

    page = signed_in(request.getfixturevalue(who)).get(reverse("outbox:message_list")).text

    said = [words for words in ("Laat het de beheerder", "Kijk") if words in page]
    assert said == [says]
