"""Nog steeds belangstelling? From asking to resting, by everybody's own channel."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.refusals import Refused
from housing import actions, yearly_question
from housing.models import Candidate, Outsider, Step
from housing.tasks import ask_who_is_still_interested
from outbox.actions import render, render_text
from outbox.models import Message
from tenants.models import Tenant
from tests import factories
from tests.factories.housing import a_form, an_outsider, asked
from tests.factories.race import race

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
YEAR = timedelta(days=365)


@pytest.fixture
def tenant(area):
    return factories.a_tenant(factories.a_home(area))


@pytest.fixture
def candidate(tenant, consultant):
    made = actions.note_interest(a_form(by=consultant), tenant=tenant, by=consultant)
    Candidate.objects.filter(pk=made.pk).update(confirmed_on=timezone.localdate() - YEAR)
    made.refresh_from_db()
    return made


def questions() -> list[Message]:
    return list(Message.objects.filter(kind="still_interested").order_by("pk"))


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def test_asked_reminded_twice_and_then_left_in_peace(candidate):
    seen = []
    for number in range(120):
        yearly_question.ask(day(number))
        candidate.refresh_from_db()
        seen.append((candidate.asked_times, candidate.status))

    turns = [number for number, now in enumerate(seen) if number and now != seen[number - 1]]
    assert seen[0] == (1, Step.INTEREST)
    assert turns == [21, 42, 56]
    assert seen[-1] == (3, Step.RESTING)
    assert len(questions()) == 3


def test_nobody_is_asked_within_a_year_of_a_yes(candidate, consultant):
    actions.confirm_interest(candidate, by=consultant)

    assert yearly_question.ask(day(364)) == 0
    assert yearly_question.ask(day(365)) == 1


@pytest.mark.parametrize(
    ("likes", "channel", "to"),
    [
        (Tenant.Channel.CALL, "call", "belangstelling"),
        (Tenant.Channel.LETTER, "letter", "belangstelling"),
        (Tenant.Channel.MAIL, "mail", "hennie@voorbeeld.nl"),
        (Tenant.Channel.TEXT, "sms", "+31 6 12345678"),
        (Tenant.Channel.VISIT, "call", "belangstelling"),
    ],
)
def test_a_tenant_is_asked_by_their_own_channel(candidate, tenant, likes, channel, to):
    Tenant.objects.filter(pk=tenant.pk).update(
        channel=likes, email="hennie@voorbeeld.nl", phone="+31 6 12345678"
    )

    ask_who_is_still_interested()

    (message,) = questions()
    assert message.channel == channel
    assert message.to.startswith(to)
    said = render_text(message)
    assert "Thuishuis" in said
    assert ("/nog-steeds/" in said) == (channel != "call")


def test_a_tenant_with_a_shielded_address_is_called_and_gets_no_letter(candidate, tenant):
    Tenant.objects.filter(pk=tenant.pk).update(
        channel=Tenant.Channel.LETTER, shielded_at=timezone.now()
    )

    ask_who_is_still_interested()

    (message,) = questions()
    assert message.channel == "call"
    assert render(message)


@pytest.mark.parametrize(
    ("channel", "to"), [("call", "+31 6 12345699"), ("sms", "+31 6 12345699"), ("mail", "y@x.nl")]
)
def test_somebody_from_outside_is_asked_by_their_own_channel(consultant, channel, to):
    asked(an_outsider(by=consultant, channel=Outsider.Channel(channel), email="y@x.nl"))

    (message,) = questions()
    assert (message.channel, message.to) == (channel, to)


def test_yes_by_link_lasts_a_year_and_needs_no_account(candidate, client):
    asked(candidate)
    url = reverse("housing:answer_by_link", args=[candidate.token or
                  Candidate.objects.get().token])  # fmt: skip
    page = client.get(url).content.decode()
    answer = client.post(url, {"ja": "1"}, follow=True).content.decode()

    assert "Ja, nog steeds" in page
    assert "U blijft op de lijst" in answer
    candidate.refresh_from_db()
    assert (candidate.asked_times, candidate.confirmed_on) == (0, timezone.localdate())
    (message,) = questions()
    assert message.status == Message.Status.DROPPED


def test_no_by_link_ends_it_and_a_second_no_changes_nothing(candidate, client):
    asked(candidate)
    url = reverse("housing:answer_by_link", args=[Candidate.objects.get().token])

    for _ in range(2):
        answer = client.post(url, {"nee": "1"}, follow=True)

    assert "U staat niet meer op de lijst." in answer.content.decode()
    candidate.refresh_from_db()
    assert (candidate.status, candidate.ended_on) == (Step.STOPPED, timezone.localdate())


def test_a_yes_after_resting_brings_somebody_back_on_their_step(candidate, consultant, client):
    actions.take_step(candidate, to=Step.INFORMED, by=consultant)
    asked(candidate)
    for number in (21, 42, 56):
        yearly_question.ask(day(number))
    candidate.refresh_from_db()
    assert candidate.status == Step.RESTING

    url = reverse("housing:answer_by_link", args=[candidate.token])
    client.post(url, {"ja": "1"})

    candidate.refresh_from_db()
    assert candidate.status == Step.INFORMED


def test_a_link_answers_for_nobody_else(candidate, consultant, client):
    asked(candidate)
    other = asked(an_outsider(by=consultant))
    url = reverse("housing:answer_by_link", args=[Candidate.objects.get(pk=candidate.pk).token])

    client.post(url, {"nee": "1"})

    other.refresh_from_db()
    assert other.ended_on is None
    assert client.get(reverse("housing:answer_by_link", args=["x" * 22])).status_code == 404
    with pytest.raises(Candidate.DoesNotExist):
        actions.answer_by_link(other, token=candidate.token or "y", yes=False, by=consultant)


@pytest.mark.parametrize("gone", ["died", "restricted", "form stopped", "answered"])
def test_a_question_that_is_not_needed_any_more_is_not_sent(candidate, consultant, gone):
    asked(candidate)
    (message,) = questions()
    if gone == "died":
        Tenant.objects.update(died_on=timezone.localdate())
    elif gone == "restricted":
        Tenant.objects.update(restricted_at=timezone.now())
    elif gone == "form stopped":
        actions.advance(candidate.form, to="stopped", by=consultant)
    else:
        actions.confirm_interest(candidate, by=consultant)

    assert render(message) is None


def test_taking_a_step_answers_the_question(candidate, consultant):
    asked(candidate)
    candidate = Candidate.objects.select_related("form").get()

    actions.take_step(candidate, to=Step.INFORMED, by=consultant)

    assert (candidate.asked_times, candidate.confirmed_on) == (0, timezone.localdate())


def test_a_candidate_member_is_not_asked(candidate):
    Candidate.objects.update(status=Step.MEMBER)

    assert yearly_question.ask(day(0)) == 0


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_ask_at_one_moment_one_asks(candidate):
    failures = race([ask_who_is_still_interested] * 6)

    assert not failures
    assert Candidate.objects.get().asked_times == 1
    assert len(questions()) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_turn_asks_again(candidate, monkeypatch):
    monkeypatch.setattr(yearly_question, "is_turn", lambda candidate, today: True)

    race([ask_who_is_still_interested] * 6)

    assert Candidate.objects.get().asked_times > 1


def test_somebody_who_rests_takes_no_step(candidate, consultant):
    Candidate.objects.update(status=Step.RESTING, rested_from=Step.INTEREST)
    candidate = Candidate.objects.select_related("form", "tenant").get()

    with pytest.raises(Refused):
        actions.take_step(candidate, to=Step.INFORMED, by=consultant)
