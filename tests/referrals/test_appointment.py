"""The appointment of sender, tenant and partner, as the partner hears of it and answers it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from ground.days import day_in_words
from ground.refusals import Refused
from outbox.actions import prepare, render_text
from outbox.models import Message as Post
from referrals import actions
from referrals.models import Handover, Message, Referral
from tests.factories.activities import at
from tests.factories.referrals import a_referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


@pytest.fixture
def taken(signal, consultant, partner_worker) -> Referral:
    return a_referral(signal=signal, by=consultant, worker=partner_worker, status="accepted")


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def plan(referral: Referral, by, days: int = 4) -> Handover:
    fields = {"minutes": 45, "place": "home", "who": "dochter Ellen", "told": "agreed"}
    return actions.plan_handover(now(referral), starts_at=at(days, 10), by=by, **fields)


def sent(handover: Handover) -> Post:
    """The newest mail about an appointment, marked as sent."""
    post = Post.objects.filter(kind="referral_handover").latest("pk")
    post.words = render_text(post)
    post.file = prepare(post).attachments[0].content if post.words else None
    Post.objects.filter(pk=post.pk).update(status=Post.Status.SENT)
    return post


def event(file) -> dict:
    calendar = Calendar.from_ical(file)
    (found,) = calendar.walk("VEVENT")
    return {"method": str(calendar["method"]), "status": str(found["status"]), "uid": found["uid"]}


def address(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.number])


def test_mail_says_that_an_appointment_was_made_moved_or_dropped_with_the_file_for_it(
    taken, consultant, tenant
):
    handover = plan(taken, consultant)
    made = sent(handover)
    plan(taken, consultant, days=6)
    moved = sent(handover)
    actions.tick()
    type(handover.visit).objects.filter(pk=handover.visit_id).update(
        cancelled_at=timezone.now(), sequence=handover.visit.sequence + 5
    )
    actions.tick()
    dropped = sent(handover)

    assert "Er is een afspraak gemaakt." in made.words
    assert "Een afspraak is verzet." in moved.words
    assert "Een afspraak gaat niet door." in dropped.words
    files = [event(post.file) for post in (made, moved, dropped)]
    assert [(one["method"], one["status"]) for one in files] == [
        ("PUBLISH", "CONFIRMED"), ("PUBLISH", "CONFIRMED"), ("CANCEL", "CANCELLED"),
    ]  # fmt: skip
    assert len({one["uid"] for one in files}) == 1
    for post in (made, moved, dropped):
        for secret in (tenant.last_name, "Spechtstraat", "Ellen"):
            assert secret not in post.words + str(post.file)


def test_appointment_that_moved_before_the_first_mail_left_is_told_once_as_made(taken, consultant):
    plan(taken, consultant)
    plan(taken, consultant, days=6)

    first, second = Post.objects.filter(kind="referral_handover").order_by("pk")

    assert render_text(first) is None
    assert "Er is een afspraak gemaakt." in render_text(second)


def test_appointment_that_was_dropped_before_anybody_heard_of_it_is_not_told(taken, consultant):
    handover = plan(taken, consultant)
    type(handover.visit).objects.filter(pk=handover.visit_id).update(cancelled_at=timezone.now())

    assert render_text(Post.objects.get(kind="referral_handover")) is None


def test_partner_confirms_and_the_sender_sees_and_hears_it_once(
    taken, consultant, partner_worker, signed_in
):
    handover = plan(taken, consultant)
    theirs, ours = signed_in(partner_worker), signed_in(consultant)
    page = theirs.get(address("answer_page", taken)).text
    before = ours.get(now(taken).get_absolute_url()).text

    panel = theirs.get(address("confirm_handover", taken)).text
    for _ in range(2):
        theirs.post(address("confirm_handover", taken))

    when = day_in_words(timezone.localtime(handover.visit.starts_at), "l j F, H.i")
    message = Message.objects.get(referral=taken)
    assert address("confirm_handover", taken) in page
    assert "Ja, wij zijn erbij" in panel
    assert "nog niet bevestigd" in before
    assert message.text == f"Wij zijn erbij: {when} uur."
    assert "zei dat dit klopt" in ours.get(now(taken).get_absolute_url()).text
    assert Post.objects.filter(kind="referral_message", to=consultant.email).count() == 1


def test_confirmation_counts_for_the_version_that_was_confirmed(taken, consultant, partner_worker):
    handover = plan(taken, consultant)
    actions.confirm_handover(now(taken), by=partner_worker)
    assert Handover.objects.get(pk=handover.pk).is_confirmed

    plan(taken, consultant, days=6)

    assert not Handover.objects.get(pk=handover.pk).is_confirmed
    actions.confirm_handover(now(taken), by=partner_worker)
    assert Handover.objects.get(pk=handover.pk).is_confirmed


def test_partner_proposes_another_time_and_what_is_wrong_comes_back(
    taken, consultant, partner_worker, signed_in
):
    plan(taken, consultant)
    client = signed_in(partner_worker)
    day = timezone.localdate() + timedelta(days=9)
    form = {"key": uuid.uuid4(), "day": day.isoformat(), "at": "14:30", "text": "Dan ben ik er."}

    past = client.post(address("propose_time", taken), form | {"day": "2020-01-01"})
    wrong = client.post(address("propose_time", taken), form | {"at": "half drie"})
    for _ in range(2):
        client.post(address("propose_time", taken), form)

    assert (past.status_code, "al voorbij" in past.text, "Dan ben ik er." in past.text) == (
        422, True, True,
    )  # fmt: skip
    assert (wrong.status_code, "Schrijf de tijd als 10:30" in wrong.text) == (422, True)
    when = day_in_words(day, "l j F")
    message = Message.objects.get(referral=taken)
    assert message.text == f"Kan het kennismaken op {when}, 14.30 uur? Dan ben ik er."
    assert message.text in signed_in(consultant).get(now(taken).get_absolute_url()).text
    assert Handover.objects.get().visit.starts_at == at(4, 10)


def test_without_an_appointment_a_partner_proposes_one_and_confirms_nothing(
    taken, partner_worker, signed_in
):
    page = signed_in(partner_worker).get(address("answer_page", taken)).text

    assert "Nog niets afgesproken." in page
    assert address("propose_time", taken) in page
    with pytest.raises(Refused, match="geen afspraak meer"):
        actions.confirm_handover(now(taken), by=partner_worker)


def test_dropped_appointment_stays_on_the_page_with_the_file_that_removes_it(
    taken, consultant, partner_worker, signed_in
):
    handover = plan(taken, consultant)
    type(handover.visit).objects.filter(pk=handover.visit_id).update(cancelled_at=timezone.now())
    client = signed_in(partner_worker)

    page = " ".join(client.get(address("answer_page", taken)).text.split())

    assert "gaat niet door. <a" in page
    assert address("calendar", taken) in page
    assert event(client.get(address("calendar", taken)).content)["method"] == "CANCEL"


def test_colleague_records_on_the_telephone_that_the_partner_confirms(taken, consultant, signed_in):
    plan(taken, consultant)
    phone = reverse("referrals:phone_act", args=[taken.number, "afspraak-klopt"])

    signed_in(consultant).post(phone, {"said_by": "Joost"})

    assert Message.objects.get(referral=taken).said_by == "Joost"
