"""What waits for a person, and the demo's mailbox."""

import mailbox
from email.message import EmailMessage

import pytest
from django.urls import reverse

from audit.models import Event
from outbox.models import Message
from tests import roads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Message.Status


@pytest.fixture
def failed() -> Message:
    """A notice that the mail server refused."""
    roads.an_urgent_signal()
    message = Message.objects.get(kind="follow_up_urgent")
    Message.objects.filter(pk=message.pk).update(
        status=Status.FAILED, error="Het adres werd geweigerd. (550)"
    )
    message.refresh_from_db()
    return message


def test_what_failed_is_the_first_thing_on_the_list(failed, coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("outbox:message_list"))

    assert list(answer.context["post"]) == [failed]
    assert "Het adres werd geweigerd" in answer.content.decode()


def test_a_person_sends_it_again_and_that_is_recorded(failed, coordinator, signed_in):
    signed_in(coordinator).post(reverse("outbox:retry", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.status == Status.QUEUED
    assert Event.objects.filter(verb="outbox.retry", actor_id=coordinator.pk).exists()


def test_a_person_does_it_by_hand(failed, coordinator, signed_in):
    client = signed_in(coordinator)

    client.post(reverse("outbox:finish", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.status == Status.DONE
    assert client.post(reverse("outbox:finish", args=[failed.pk])).status_code == 409


def test_the_words_can_be_read(failed, coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("outbox:message_page", args=[failed.pk]))

    assert "Er staat iets op je lijst dat vandaag moet" in answer.content.decode()


def test_the_demo_shows_what_its_mail_server_kept(client, settings, tmp_path):
    settings.DEMO_POST = str(tmp_path / "post")
    mail = EmailMessage()
    mail["To"], mail["Subject"], mail["X-Channel"] = "316@sms.example", "Bericht", "sms"
    mail["Date"] = "Mon, 23 Nov 2026 10:00:00 -0000"
    mail.set_content("Tot donderdag!")
    key = mailbox.Maildir(settings.DEMO_POST).add(mail)

    texts = client.get(reverse("demo:post"), {"weg": "sms"}).content.decode()
    mails = client.get(reverse("demo:post"), {"weg": "mail"}).content.decode()
    letter = client.get(reverse("demo:letter", args=[key])).content.decode()

    assert "316@sms.example" in texts
    assert "11.00" in texts
    assert "316@sms.example" not in mails
    assert "Tot donderdag!" in letter


def test_a_letter_that_is_not_there_is_not_there(client, settings, tmp_path):
    settings.DEMO_POST = str(tmp_path / "post")

    assert client.get(reverse("demo:letter", args=["niets"])).status_code == 404
