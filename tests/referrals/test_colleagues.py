"""Among the workers of one partner: notes for themselves, take over, hand over."""

import uuid

import pytest
from django.urls import reverse

from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message as Post
from partners import actions as partners
from referrals import actions
from referrals.models import PartnerNote, Referral
from tenants import actions as tenants
from tenants.subject_access import subject_access_report
from tests import factories
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
Status = Referral.Status
NOTE = "Ze neemt pas na tien keer op."


@pytest.fixture
def colleague(partner):
    return factories.a_worker(partner, "Anna Prins")


@pytest.fixture
def taken(signal, consultant, partner_worker) -> Referral:
    return a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED)


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def url(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.number])


def noted(client, referral, text=NOTE, key=None):
    data = {"text": text, "key": key or uuid.uuid4()}
    return client.post(url("write_note", referral), data, follow=True)


# --- Notes ---------------------------------------------------------------------------------------


def test_colleagues_read_a_note_and_the_corporation_does_not(
    taken, partner_worker, colleague, consultant, coordinator, signed_in
):
    noted(signed_in(partner_worker), taken)

    assert NOTE in signed_in(colleague).get(url("answer_page", taken)).text
    for ours in (consultant, coordinator):
        for name in ("page", "phone"):
            assert NOTE not in signed_in(ours).get(url(name, taken)).text
        assert NOTE not in signed_in(ours).get(taken.tenant.get_absolute_url()).text


def test_another_organisation_reads_and_writes_no_note(
    taken, partner_worker, other_partner_worker, signed_in
):
    noted(signed_in(partner_worker), taken)

    assert not PartnerNote.objects.visible_to(other_partner_worker).exists()
    assert noted(signed_in(other_partner_worker), taken, "Van ons").status_code == 404


def test_a_note_sent_twice_is_there_once(taken, partner_worker, signed_in):
    client, key = signed_in(partner_worker), uuid.uuid4()

    for _ in range(2):
        noted(client, taken, key=key)

    assert PartnerNote.objects.count() == 1


@pytest.mark.parametrize("text", ["", "x" * 501])
def test_a_wrong_note_comes_back_with_what_was_typed(taken, partner_worker, signed_in, text):
    page = noted(signed_in(partner_worker), taken, text)

    assert page.status_code == 422
    assert text in page.text
    assert not PartnerNote.objects.exists()


def test_a_bsn_in_a_note_is_left_out(taken, partner_worker):
    actions.write_note(taken, text="BSN 111222333 staat erbij", by=partner_worker)

    assert "111222333" not in PartnerNote.objects.get().text


@pytest.mark.parametrize("end", ["withdraw", "withdraw_consent", "restrict", "after the end"])
def test_notes_go_when_what_was_shared_goes(taken, partner_worker, consultant, coordinator, end):
    actions.write_note(taken, text=NOTE, by=partner_worker)

    if end == "withdraw":
        actions.withdraw(now(taken), by=consultant)
    elif end == "withdraw_consent":
        tenants.withdraw_consent(taken.consent, by=consultant)
    elif end == "restrict":
        tenants.restrict(taken.tenant, on=True, by=coordinator)
    else:
        actions.report_back(taken, happened="stopped", by=partner_worker)
        tenants.withdraw_consent(taken.consent, by=consultant)

    assert not PartnerNote.objects.exists()


def test_notes_go_when_the_partner_declines(signal, consultant, partner_worker):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker)
    actions.write_note(referral, text=NOTE, by=partner_worker)

    actions.decline(referral, why=Referral.Declined.FULL, by=partner_worker)

    assert not PartnerNote.objects.exists()


def test_a_tenant_may_read_what_was_noted(taken, partner_worker, coordinator):
    actions.write_note(taken, text=NOTE, by=partner_worker)

    assert NOTE in str(subject_access_report(taken.tenant))


# --- Hand over -----------------------------------------------------------------------------------


def handed(client, referral, to, text=""):
    data = {"to": to.worker.pk, "text": text, "key": uuid.uuid4()}
    return client.post(url("hand_over", referral), data, follow=True)


def mails(kind: str, to) -> list[Post]:
    return list(Post.objects.filter(kind=kind, to=to.email))


def test_a_colleague_gets_the_referral_with_a_word_and_a_mail(
    taken, partner_worker, colleague, signed_in
):
    page = handed(signed_in(partner_worker), taken, colleague, "Bel haar ’s ochtends.")

    assert "Overgedragen. Anna Prins krijgt een mail." in page.text
    assert now(taken).taken_by == colleague
    (mail,) = mails("referral_handed_over", colleague)
    assert url("answer_page", taken) in render_text(mail)
    assert "ochtends" not in render_text(mail)
    assert "Bel haar ’s ochtends." in signed_in(colleague).get(url("answer_page", taken)).text


def test_reminders_go_to_the_colleague_who_has_it_now(taken, partner_worker, colleague):
    actions.hand_over(now(taken), to=colleague.worker, by=partner_worker)

    waiting = Post.objects.filter(kind="referral_tell", status=Post.Status.QUEUED)
    assert set(waiting.values_list("to", flat=True)) == {colleague.email}


def test_who_loses_the_work_to_somebody_else_hears_it(taken, partner_worker, colleague):
    actions.take_over(now(taken), by=colleague)

    (mail,) = mails("referral_taken_over", partner_worker)
    assert url("answer_page", taken) in render_text(mail)
    assert mails("referral_handed_over", colleague) == []


def test_a_mail_to_a_colleague_who_left_meanwhile_is_dropped(
    taken, partner_worker, colleague, coordinator
):
    actions.hand_over(now(taken), to=colleague.worker, by=partner_worker)
    partners.leave(colleague.worker, by=coordinator)

    assert render_text(mails("referral_handed_over", colleague)[0]) is None


@pytest.mark.parametrize("whom", ["nobody", "stranger", "left", "same"])
def test_a_wrong_colleague_comes_back_in_the_form(
    taken, partner_worker, colleague, other_partner_worker, coordinator, signed_in, whom
):
    to = {"nobody": "", "stranger": other_partner_worker.worker.pk,
          "left": colleague.worker.pk, "same": partner_worker.worker.pk}[whom]  # fmt: skip
    if whom == "left":
        partners.leave(colleague.worker, by=coordinator)
    data = {"to": to, "text": "Bel haar.", "key": uuid.uuid4()}

    page = signed_in(partner_worker).post(url("hand_over", taken), data)

    assert page.status_code == 422
    assert "Kies een" in page.text
    assert now(taken).taken_by == partner_worker


def test_a_refused_hand_over_keeps_the_word_and_writes_no_note(
    taken, partner_worker, colleague, coordinator
):
    partners.leave(colleague.worker, by=coordinator)

    with pytest.raises(Refused, match="Kies een andere"):
        actions.hand_over(now(taken), to=colleague.worker, text="Bel haar.", by=partner_worker)

    assert not PartnerNote.objects.exists()


def test_what_does_not_run_is_not_handed_over(signal, consultant, partner_worker, colleague):
    offered = a_referral(signal=signal, by=consultant, worker=partner_worker)

    with pytest.raises(Refused, match="nog loopt"):
        actions.hand_over(offered, to=colleague.worker, by=partner_worker)


def test_of_two_who_hand_over_at_once_the_second_is_told(taken, partner_worker, colleague):
    third = factories.a_worker(taken.partner, "Derde Persoon")
    mine, theirs = now(taken), now(taken)
    actions.hand_over(mine, to=colleague.worker, by=partner_worker)

    with pytest.raises(Refused, match="net voor"):
        actions.hand_over(theirs, to=third.worker, by=partner_worker)
