"""A partner accepts, asks or declines; the sender replies or withdraws."""

import uuid
from datetime import datetime

import pytest
from django.http import Http404
from django.utils import timezone

from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox.models import Message as Post
from partners.models import Partner
from referrals import actions
from referrals.models import Message, Referral
from referrals.turns import REMIND_AT
from signals.models import FollowUp, Signal
from tests import factories
from tests.factories.referrals import a_question, a_referral

pytestmark = pytest.mark.django_db
Declined, Kind, Status = Referral.Declined, FollowUp.Kind, Referral.Status
QUEUED = Post.Status.QUEUED


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def open_step(referral: Referral) -> FollowUp:
    return FollowUp.objects.open().get(signal=referral.signal_id)


def posted(kind: str) -> list[str]:
    """Return the recipients of the queued messages of this kind."""
    return list(Post.objects.filter(kind=kind, status=QUEUED).values_list("to", flat=True))


def reminders() -> list[Post]:
    found = Post.objects.filter(kind="referral_waiting", status=QUEUED)
    return list(found.order_by("due_at"))


def test_accept_stores_the_worker_and_notifies_the_sender(referral, partner_worker, consultant):
    actions.accept(referral, by=partner_worker)

    assert (now(referral).status, now(referral).taken_by) == (Status.ACCEPTED, partner_worker)
    assert now(referral).answered_at
    assert open_step(referral).kind == Kind.PARTNER_MEETS
    assert posted("referral_answered") == [consultant.email]


def test_answer_goes_to_the_signal_owner_when_the_sender_has_left(
    referral, partner_worker, coordinator, consultant, signal
):
    Referral.objects.filter(pk=referral.pk).update(sender=coordinator)
    coordinator.is_active = False
    coordinator.save()

    actions.accept(now(referral), by=partner_worker)

    assert posted("referral_answered") == [consultant.email]
    assert open_step(referral).owner == consultant


def test_accepting_twice_says_that_you_already_accepted(referral, partner_worker):
    actions.accept(referral, by=partner_worker)

    with pytest.raises(Refused, match="Je hebt dit zelf al opgepakt"):
        actions.accept(now(referral), by=partner_worker)


def test_question_makes_it_the_senders_turn(referral, partner_worker, consultant):
    a_question(referral, by=partner_worker)

    assert now(referral).status == Status.QUESTION
    assert (open_step(referral).kind, open_step(referral).owner) == (Kind.PARTNER_ASKS, consultant)
    assert posted("referral_question") == [consultant.email]


def test_reply_to_a_question_starts_the_term_again(referral, partner_worker, consultant):
    a_question(referral, by=partner_worker)
    Referral.objects.filter(pk=referral.pk).update(due_on="2026-01-02")

    actions.reply(now(referral), text="Dinsdag.", key=uuid.uuid4(), by=consultant)

    assert now(referral).status == Status.OFFERED
    assert now(referral).due_on == working_days_after(timezone.localdate(), 5)
    assert open_step(referral).kind == Kind.PARTNER_ANSWERS
    assert posted("referral_message") == [referral.partner.inbox]


def test_referral_can_be_accepted_while_a_question_is_open(referral, partner_worker):
    a_question(referral, by=partner_worker)

    actions.accept(referral, by=partner_worker)

    assert open_step(referral).kind == Kind.PARTNER_MEETS


def test_second_question_is_refused_until_the_first_is_answered(referral, partner_worker):
    a_question(referral, by=partner_worker)

    with pytest.raises(Refused):
        a_question(referral, "En hoe laat?", by=partner_worker)

    assert referral.messages.count() == 1


def test_partner_is_reminded_a_working_day_before_the_term_ends_and_a_day_after(referral):
    days = [working_days_after(timezone.localdate(), 4), working_days_after(referral.due_on, 1)]

    assert {one.to for one in reminders()} == {referral.partner.inbox}
    assert [one.due_at for one in reminders()] == [
        timezone.make_aware(datetime.combine(day, REMIND_AT)) for day in days
    ]


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.QUESTION, Status.DECLINED])
def test_answered_referral_has_no_reminder(signal, consultant, partner_worker, status):
    a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    assert posted("referral_waiting") == []


def test_each_turn_has_its_own_reminder_also_two_on_one_day(referral, partner_worker, consultant):
    a_question(referral, by=partner_worker)

    actions.reply(now(referral), text="Dinsdag.", by=consultant)

    assert [one.to for one in reminders()] == [referral.partner.inbox] * 2


def test_decline_needs_a_reason_and_deletes_the_shares(
    referral, partner_worker, consultant, signal
):
    actions.decline(referral, why=Declined.NOT_OURS, text="Vraag de Buurttafel.", by=partner_worker)

    signal.refresh_from_db()
    assert (now(referral).status, now(referral).declined_why) == (Status.DECLINED, "not_ours")
    assert not referral.shares.exists()
    assert referral.messages.get().text == "Vraag de Buurttafel."
    assert signal.status == Signal.Status.TALKING
    assert open_step(referral).kind == Kind.CALL
    assert posted("referral_answered") == [consultant.email]


def test_declining_for_lack_of_room_marks_the_partner_full(referral, partner, partner_worker):
    actions.decline(referral, why=Declined.FULL, by=partner_worker)

    partner.refresh_from_db()
    assert partner.capacity == Partner.Capacity.FULL


def test_signal_stays_referred_while_another_partner_has_a_referral(
    referral, signal, consultant, partner_worker, other_partner
):
    a_referral(signal=signal, by=consultant, partner=other_partner)

    actions.decline(referral, why=Declined.AREA, by=partner_worker)

    signal.refresh_from_db()
    assert signal.status == Signal.Status.REFERRED


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.DECLINED, Status.COMPLETED])
def test_answered_referral_cannot_be_declined(signal, consultant, partner_worker, status):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    with pytest.raises(Refused):
        actions.decline(referral, why=Declined.NOT_OURS, by=partner_worker)

    assert now(referral).status == status


@pytest.mark.parametrize("status", Referral.OPEN)
def test_sender_withdraws_an_open_referral_and_the_partner_learns_only_that(
    signal, consultant, partner_worker, status
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    actions.withdraw(referral, by=consultant)

    signal.refresh_from_db()
    assert now(referral).status == Status.WITHDRAWN
    assert not referral.shares.exists()
    assert signal.status == Signal.Status.TALKING
    assert open_step(referral).kind == Kind.CALL
    left = Post.objects.filter(kind__startswith="referral", status=QUEUED)
    assert [message.kind for message in left] == ["referral_withdrawn"]


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.ENDED, Status.DECLINED])
def test_ended_referral_cannot_be_withdrawn(signal, consultant, partner_worker, status):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    with pytest.raises(Refused):
        actions.withdraw(referral, by=consultant)


def test_after_acceptance_mail_goes_to_the_worker_who_accepted(
    referral, partner_worker, consultant
):
    actions.accept(referral, by=partner_worker)

    actions.reply(now(referral), text="Succes!", by=consultant)

    assert posted("referral_message") == [partner_worker.email]


def test_same_question_sent_twice_is_stored_once(referral, partner_worker):
    key = uuid.uuid4()

    for _ in range(2):
        actions.ask(now(referral), text="Welke dag?", key=key, by=partner_worker)

    assert referral.messages.count() == 1
    assert len(posted("referral_question")) == 1


@pytest.mark.parametrize("side", ["sender", "partner"])
def test_same_message_sent_twice_is_stored_once(referral, partner_worker, consultant, side):
    by, write = {
        "sender": (consultant, actions.reply),
        "partner": (partner_worker, actions.say),
    }[side]
    key = uuid.uuid4()

    for _ in range(2):
        write(now(referral), text="Tot dinsdag.", key=key, by=by)

    assert referral.messages.count() == 1
    assert len(posted("referral_message")) == 1


def test_form_key_of_another_person_is_refused(referral, partner_worker, consultant):
    key = uuid.uuid4()
    actions.say(referral, text="Van ons.", key=key, by=partner_worker)

    with pytest.raises(Refused, match="al eens verstuurd"):
        actions.reply(referral, text="Van mij.", key=key, by=consultant)


@pytest.mark.parametrize("status", [Status.DECLINED, Status.COMPLETED])
def test_writing_after_the_end_is_refused(signal, consultant, partner_worker, status):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    with pytest.raises(Refused, match="loopt niet meer"):
        actions.say(referral, text="Nog iets.", by=partner_worker)
    with pytest.raises(Refused, match="loopt niet meer"):
        actions.reply(referral, text="Nog iets.", by=consultant)
    assert not Message.objects.exists()


def test_only_workers_of_the_partner_can_answer(referral, caretaker, other_partner_worker):
    for somebody in (caretaker, other_partner_worker, factories.a_worker(factories.a_partner())):
        with pytest.raises(Http404):
            actions.accept(referral, by=somebody)
        with pytest.raises(Http404):
            a_question(referral, by=somebody)
        with pytest.raises(Http404):
            actions.decline(referral, why=Declined.NOT_OURS, by=somebody)
    assert now(referral).status == Status.OFFERED
