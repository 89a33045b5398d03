"""Handling messages that need a person: the list, retrying with confirmation, and finishing."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from audit.models import Event
from audit.sentences import sentences_for
from outbox.models import Message
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Message.Status
LIST = reverse("outbox:message_list")


def a_message(status: str, **fields) -> Message:
    """The notice of an urgent signal with this status after delivery."""
    factories.an_urgent_signal()
    message = Message.objects.filter(kind="follow_up_urgent").latest("pk")
    Message.objects.filter(pk=message.pk).update(status=status, **fields)
    message.refresh_from_db()
    return message


def test_list_shows_messages_that_need_a_person_above_recently_sent_ones(coordinator, signed_in):
    failed = a_message(Status.FAILED)
    sent = a_message(Status.SENT)

    answer = signed_in(coordinator).get(LIST)

    assert list(answer.context["post"]) == [failed]
    assert sent in answer.context["recent"]
    assert failed not in answer.context["recent"]


def test_list_with_a_filter_shows_only_matching_messages(coordinator, signed_in):
    a_message(Status.FAILED)
    sent = a_message(Status.SENT)

    answer = signed_in(coordinator).get(LIST, {"status": "sent"})

    assert list(answer.context["post"]) == [sent]
    assert answer.context["recent"] == []


def test_list_records_the_messages_it_showed(coordinator, signed_in):
    shown = [a_message(Status.FAILED), a_message(Status.SENT)]

    signed_in(coordinator).get(LIST)

    ids = Event.objects.get(verb="outbox.list").details["ids"]
    assert {str(message.pk) for message in shown} <= set(ids)


def test_next_page_starts_after_the_last_message_of_the_previous_page(
    coordinator, signed_in, monkeypatch
):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    newest_first = [a_message(Status.FAILED) for _ in range(3)][::-1]
    client = signed_in(coordinator)

    first = client.get(LIST).context
    second = client.get(LIST, {"na": first["more"]}).context

    assert [*first["post"], *second["post"]] == newest_first
    assert second["recent"] == []


def test_retry_of_an_unknown_message_asks_for_confirmation(coordinator, signed_in):
    message = a_message(Status.UNKNOWN)
    client = signed_in(coordinator)
    address = reverse("outbox:retry", args=[message.pk])

    on_the_list = client.get(LIST).content.decode()
    question = client.get(address).content.decode()

    assert f'<a class="btn sec" href="{address}"' in on_the_list
    assert f'action="{address}"' not in on_the_list
    assert "Anders krijgt iemand het twee keer" in question
    message.refresh_from_db()
    assert message.status == Status.UNKNOWN


def test_retry_of_an_unknown_message_queues_it_when_confirmed(coordinator, signed_in):
    message = a_message(Status.UNKNOWN)

    signed_in(coordinator).post(reverse("outbox:retry", args=[message.pk]))

    message.refresh_from_db()
    assert message.status == Status.QUEUED


def test_retry_of_a_sent_message_is_refused(coordinator, signed_in):
    message = a_message(Status.SENT)

    answer = signed_in(coordinator).post(reverse("outbox:retry", args=[message.pk]))

    assert answer.status_code == 409


def test_letter_to_send_by_hand_can_be_printed(coordinator, signed_in):
    message = a_message(Status.BY_HAND, channel=Message.Channel.LETTER)

    text = (
        signed_in(coordinator)
        .get(reverse("outbox:message_page", args=[message.pk]))
        .content.decode()
    )

    assert "data-print" in text
    assert "Er staat iets op je lijst dat vandaag moet" in text
    assert Event.objects.filter(verb="seen", subject_type="outbox.Message").exists()


def test_message_that_cannot_be_rendered_can_be_finished_from_the_list(coordinator, signed_in):
    message = a_message(Status.FAILED, about={})
    client = signed_in(coordinator)

    assert reverse("outbox:finish", args=[message.pk]) in client.get(LIST).content.decode()
    client.post(reverse("outbox:finish", args=[message.pk]))

    message.refresh_from_db()
    assert message.status == Status.DONE


def test_subject_of_an_unregistered_kind_is_its_name():
    message = a_message(Status.SENT, kind="postduif")

    text = Template("{% load post %}{{ message|subject }}").render(Context({"message": message}))

    assert text == "postduif"


def test_trail_has_a_sentence_for_a_message_done_by_hand(coordinator, signed_in):
    message = a_message(Status.BY_HAND)
    signed_in(coordinator).post(reverse("outbox:finish", args=[message.pk]))

    ((_, line),) = sentences_for(Event.objects.filter(verb="outbox.finish"), to=coordinator)

    assert line.title == "Bericht met de hand gedaan"


@pytest.mark.parametrize("address", ["outbox:message_page", "outbox:retry", "outbox:finish"])
def test_consultant_gets_404_for_outgoing_messages(address, consultant, signed_in):
    message = a_message(Status.FAILED)
    client = signed_in(consultant)

    assert client.get(LIST).status_code == 404
    assert client.post(reverse(address, args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.status == Status.FAILED
