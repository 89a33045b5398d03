"""Pages of messages that need a person, and the demo's mailbox."""

import mailbox
from email.message import EmailMessage

import pytest
from django.urls import reverse

from accounts.roles import Can, Role
from audit.models import Event
from outbox.models import Message
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Message.Status


@pytest.fixture
def failed() -> Message:
    """A notice of an urgent signal that the mail server refused."""
    factories.an_urgent_signal()
    message = Message.objects.get(kind="follow_up_urgent")
    Message.objects.filter(pk=message.pk).update(
        status=Status.FAILED, error="Het adres werd geweigerd. (550)"
    )
    message.refresh_from_db()
    return message


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STRANGER])
def test_messages_are_for_whoever_looks_after_the_post_or_the_clock(failed, role):
    user = factories.a_user(role)

    seen = Message.objects.visible_to(user).filter(pk=failed.pk).exists()

    assert seen == (user.can(Can.SEE_POST) or user.can(Can.KEEP_TIME))


def test_failed_message_is_on_top_of_the_list_with_its_error(failed, coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("outbox:message_list"))

    assert list(answer.context["post"]) == [failed]
    assert "Het adres werd geweigerd" in answer.content.decode()


def test_retry_queues_a_failed_message_and_is_recorded(failed, coordinator, signed_in):
    signed_in(coordinator).post(reverse("outbox:retry", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.status == Status.QUEUED
    assert Event.objects.filter(verb="outbox.retry", actor_id=coordinator.pk).exists()


def test_finish_marks_a_failed_message_done_once(failed, coordinator, signed_in):
    client = signed_in(coordinator)

    client.post(reverse("outbox:finish", args=[failed.pk]))

    failed.refresh_from_db()
    assert failed.status == Status.DONE
    assert client.post(reverse("outbox:finish", args=[failed.pk])).status_code == 409


def test_message_page_shows_the_text(failed, coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("outbox:message_page", args=[failed.pk]))

    assert "Er staat iets op je lijst dat vandaag moet" in answer.content.decode()


def test_demo_mailbox_shows_stored_messages_by_channel(client, settings, tmp_path):
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


def test_unknown_letter_of_the_demo_gives_404(client, settings, tmp_path):
    settings.DEMO_POST = str(tmp_path / "post")

    assert client.get(reverse("demo:letter", args=["niets"])).status_code == 404
