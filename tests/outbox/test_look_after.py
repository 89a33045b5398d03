"""Looking after post: what waits comes first, and nothing goes twice without being asked."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from audit.models import Event
from audit.sentences import told
from outbox.models import Message
from tests import roads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Status = Message.Status
LIST = reverse("outbox:message_list")


def a_message(status: str, **fields) -> Message:
    """The notice of a signal, as it is after the mail server had its say."""
    roads.an_urgent_signal()
    message = Message.objects.filter(kind="follow_up_urgent").latest("pk")
    Message.objects.filter(pk=message.pk).update(status=status, **fields)
    message.refresh_from_db()
    return message


def test_what_waits_for_a_person_comes_before_what_was_sent_later(coordinator, signed_in):
    failed = a_message(Status.FAILED)
    sent = a_message(Status.SENT)

    answer = signed_in(coordinator).get(LIST)

    assert list(answer.context["post"]) == [failed]
    assert sent in answer.context["recent"]
    assert failed not in answer.context["recent"]


def test_a_filter_shows_only_what_was_asked_for(coordinator, signed_in):
    a_message(Status.FAILED)
    sent = a_message(Status.SENT)

    answer = signed_in(coordinator).get(LIST, {"status": "sent"})

    assert list(answer.context["post"]) == [sent]
    assert answer.context["recent"] == []


def test_what_was_on_the_list_is_in_the_trail(coordinator, signed_in):
    shown = [a_message(Status.FAILED), a_message(Status.SENT)]

    signed_in(coordinator).get(LIST)

    ids = Event.objects.get(verb="outbox.list").details["ids"]
    assert {str(message.pk) for message in shown} <= set(ids)


def test_the_list_goes_on_where_the_page_ended(coordinator, signed_in, monkeypatch):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    newest_first = [a_message(Status.FAILED) for _ in range(3)][::-1]
    client = signed_in(coordinator)

    first = client.get(LIST).context
    second = client.get(LIST, {"na": first["more"]}).context

    assert [*first["post"], *second["post"]] == newest_first
    assert second["recent"] == []


def test_who_sends_an_unknown_one_again_is_asked_first(coordinator, signed_in):
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


def test_saying_yes_sends_it(coordinator, signed_in):
    message = a_message(Status.UNKNOWN)

    signed_in(coordinator).post(reverse("outbox:retry", args=[message.pk]))

    message.refresh_from_db()
    assert message.status == Status.QUEUED


def test_what_has_left_is_not_sent_again(coordinator, signed_in):
    message = a_message(Status.SENT)

    answer = signed_in(coordinator).post(reverse("outbox:retry", args=[message.pk]))

    assert answer.status_code == 409


def test_a_letter_by_hand_can_be_printed(coordinator, signed_in):
    message = a_message(Status.BY_HAND, channel=Message.Channel.LETTER)

    text = (
        signed_in(coordinator)
        .get(reverse("outbox:message_page", args=[message.pk]))
        .content.decode()
    )

    assert "data-print" in text
    assert "Er staat iets op je lijst dat vandaag moet" in text
    assert Event.objects.filter(verb="seen", subject_type="outbox.Message").exists()


def test_words_that_cannot_be_made_are_settled_from_the_list(coordinator, signed_in):
    message = a_message(Status.FAILED, about={})
    client = signed_in(coordinator)

    assert reverse("outbox:finish", args=[message.pk]) in client.get(LIST).content.decode()
    client.post(reverse("outbox:finish", args=[message.pk]))

    message.refresh_from_db()
    assert message.status == Status.DONE


def test_a_kind_that_is_no_longer_in_use_keeps_its_name():
    message = a_message(Status.SENT, kind="postduif")

    text = Template("{% load post %}{{ message|subject }}").render(Context({"message": message}))

    assert text == "postduif"


def test_the_trail_tells_who_looked_after_it(coordinator, signed_in):
    message = a_message(Status.BY_HAND)
    signed_in(coordinator).post(reverse("outbox:finish", args=[message.pk]))

    ((_, line),) = told(Event.objects.filter(verb="outbox.finish"), to=coordinator)

    assert line.title == "Bericht met de hand gedaan"


@pytest.mark.parametrize("address", ["outbox:message_page", "outbox:retry", "outbox:finish"])
def test_a_consultant_finds_no_post(address, consultant, signed_in):
    message = a_message(Status.FAILED)
    client = signed_in(consultant)

    assert client.get(LIST).status_code == 404
    assert client.post(reverse(address, args=[message.pk])).status_code == 404
    message.refresh_from_db()
    assert message.status == Status.FAILED
