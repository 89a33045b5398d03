"""Feedback of a partner; 'contact restored' needs the tenant's own answer."""

import uuid

import pytest
from django.utils import timezone

from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox.models import Message as Post
from referrals import actions
from referrals.forms.answers import AskForm, DeclineForm, FeedbackForm
from referrals.models import Feedback, Referral
from signals.models import FollowUp, Signal
from tests.factories.referrals import CAME_ALONG_ONCE, GOES_BY_ITSELF, STOPPED, a_referral

pytestmark = pytest.mark.django_db
Happened, More, Next = Feedback.Happened, Feedback.MoreContact, Feedback.Next
Kind, Status = FollowUp.Kind, Referral.Status


@pytest.fixture
def accepted(signal, consultant, partner_worker) -> Referral:
    return a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED)


@pytest.fixture
def tell(accepted, partner_worker):
    """Report back like the partner's page does, and return the refreshed referral."""

    def told(**fields) -> Referral:
        referral = Referral.objects.get(pk=accepted.pk)
        fields = {"key": uuid.uuid4()} | fields
        actions.report_back(referral, by=partner_worker, **fields)
        return Referral.objects.get(pk=accepted.pk)

    return told


def open_step(referral: Referral) -> FollowUp:
    return FollowUp.objects.open().get(signal=referral.signal_id)


@pytest.mark.parametrize("more_contact", [More.YES, More.SOME])
def test_contact_is_restored_when_it_goes_by_itself_and_the_tenant_confirms(tell, more_contact):
    referral = tell(**GOES_BY_ITSELF | {"more_contact": more_contact})

    assert referral.status == Status.COMPLETED
    assert open_step(referral).kind == Kind.CHECK


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"more_contact": More.NO}, id="the tenant says no"),
        pytest.param({"more_contact": ""}, id="nobody asked the tenant"),
        pytest.param({"happened": Happened.ONCE}, id="it was only once"),
    ],
)
def test_referral_ends_without_restored_contact_and_the_consultant_continues(tell, said, signal):
    referral = tell(**GOES_BY_ITSELF | said)

    signal.refresh_from_db()
    assert referral.status == Status.ENDED
    assert signal.status == Signal.Status.TALKING
    assert open_step(referral).kind == Kind.CHECK


def test_partner_who_stays_gives_feedback_again_in_four_weeks(tell):
    referral = tell(**CAME_ALONG_ONCE)

    assert referral.status == Status.UNDER_WAY
    assert open_step(referral).kind == Kind.FEEDBACK
    assert open_step(referral).due_on == working_days_after(timezone.localdate(), 20)


def test_no_contact_yet_changes_only_the_due_day(tell):
    referral = tell(happened=Happened.NOT_YET, next_step=Next.STAY)

    assert referral.status == Status.ACCEPTED
    assert open_step(referral).kind == Kind.FEEDBACK


def test_stopped_referral_gives_the_consultant_a_call(tell, signal):
    referral = tell(**STOPPED)

    signal.refresh_from_db()
    assert referral.status == Status.ENDED
    assert signal.status == Signal.Status.TALKING
    assert open_step(referral).kind == Kind.CALL


def test_sender_is_notified_of_each_feedback(tell, consultant):
    tell(**CAME_ALONG_ONCE)
    tell(**GOES_BY_ITSELF)

    to = Post.objects.filter(kind="referral_feedback").values_list("to", flat=True)
    assert list(to) == [consultant.email] * 2


def test_same_report_sent_twice_is_stored_once_also_when_it_ends_the_referral(tell):
    key = uuid.uuid4()

    tell(key=key, **GOES_BY_ITSELF)
    tell(key=key, **GOES_BY_ITSELF)

    assert Feedback.objects.count() == 1
    assert Post.objects.filter(kind="referral_feedback").count() == 1


@pytest.mark.parametrize("status", [Status.OFFERED, Status.QUESTION, Status.DECLINED])
def test_feedback_on_a_referral_that_was_not_accepted_is_refused(
    signal, consultant, partner_worker, status
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    with pytest.raises(Refused, match="wat je hebt opgepakt"):
        actions.report_back(referral, key=uuid.uuid4(), by=partner_worker, **CAME_ALONG_ONCE)

    assert not Feedback.objects.exists()


def test_feedback_after_the_end_is_refused(tell):
    tell(**GOES_BY_ITSELF)

    with pytest.raises(Refused, match="wat je hebt opgepakt"):
        tell(**CAME_ALONG_ONCE)


def form(**fields) -> FeedbackForm:
    return FeedbackForm({"key": uuid.uuid4()} | fields)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"happened", "next_step"}),
        ({"happened": "once"}, {"next_step"}),
        ({"happened": "once", "next_step": "by_itself"}, {"more_contact"}),
        ({"happened": "not_yet", "next_step": "by_itself"}, {"next_step"}),
        ({"happened": "spoke", "next_step": "by_itself", "more_contact": "yes"}, {"next_step"}),
        ({"happened": "spoke", "next_step": "stay"}, set()),
        ({"happened": "stopped"}, {"stopped_why"}),
        ({"happened": "stopped", "stopped_why": "moved"}, set()),
        ({"happened": "stopped", "stopped_why": "other"}, {"sentence"}),
        ({"happened": "more", "next_step": "by_itself", "more_contact": "no"}, set()),
        ({"happened": "beter", "next_step": "stay"}, {"happened"}),
    ],
)
def test_form_requires_only_the_fields_that_the_answers_need(fields, wrong):
    assert set(form(**fields).errors) == wrong


def test_stopped_feedback_has_no_next_step():
    stopped = form(happened="stopped", stopped_why="no_fit", next_step="by_itself")

    assert stopped.is_valid()
    assert stopped.cleaned_data["next_step"] == ""


def test_only_what_stopped_has_a_reason_for_stopping():
    goes_on = form(happened="spoke", next_step="stay", stopped_why="moved")

    assert goes_on.is_valid()
    assert goes_on.cleaned_data["stopped_why"] == ""


def test_the_sender_reads_why_it_stopped(accepted, partner_worker, consultant, signed_in):
    actions.report_back(accepted, happened="stopped", stopped_why="unreached", by=partner_worker)

    page = signed_in(consultant).get(accepted.get_absolute_url()).text

    assert "Gestopt</b>: wij bereikten elkaar niet" in " ".join(page.split())


def test_invalid_report_keeps_the_input(accepted, partner_worker, signed_in):
    url = f"/verwijzingen/postvak/{accepted.number}/terugmelden/"

    answer = signed_in(partner_worker).post(
        url, {"key": uuid.uuid4(), "happened": "once", "sentence": "Het was <gezellig>."}
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Het was &lt;gezellig&gt;." in text
    assert 'value="once" checked' in text
    assert not Feedback.objects.exists()


def test_valid_report_is_shown_to_the_sender(accepted, partner_worker, consultant, signed_in):
    url = f"/verwijzingen/postvak/{accepted.number}/terugmelden/"
    fields = CAME_ALONG_ONCE | {"key": uuid.uuid4(), "sentence": "Ze was er om tien uur al."}

    answer = signed_in(partner_worker).post(url, fields)

    assert answer.status_code == 302
    page = signed_in(consultant).get(accepted.get_absolute_url()).content.decode()
    assert "1 keer mee geweest" in page
    assert "Ze was er om tien uur al." in page


@pytest.mark.parametrize(
    ("form", "field"),
    [(FeedbackForm, "sentence"), (AskForm, "text"), (DeclineForm, "text")],
)
def test_illness_in_what_a_partner_writes_comes_back_once(form, field):
    text = "De hartmedicatie is aangepast, zij komt volgende week weer."

    asked = form({field: text})
    kinds = asked[field].asked_again.found
    sent = form({field: text, f"{field}-seen": ",".join(kind.value for kind in kinds)})

    assert asked.has_error(field, "asked_again")
    assert not sent.has_error(field, "asked_again")
