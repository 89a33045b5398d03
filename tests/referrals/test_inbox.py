"""What a partner's workers see: their own organisation's referrals, with only the shares."""

import uuid

import pytest
from django.urls import reverse

from audit.models import Event
from partners import actions as partners
from referrals import actions
from referrals.models import Feedback, Referral
from tenants import actions as tenants
from tenants.models import Contact, Field
from tests import factories
from tests.factories.referrals import (
    CAME_ALONG_ONCE,
    WISH,
    a_referral,
)

pytestmark = pytest.mark.django_db
Status = Referral.Status
INBOX = "/verwijzingen/postvak/"
# Every URL of the partner's side of one referral, with valid form data to post there.
POSTS = {
    "accept": {},
    "ask": {"text": "Welke dag?"},
    "decline": {"why": "not_ours"},
    "say": {"text": "Tot dinsdag."},
    "report_back": CAME_ALONG_ONCE,
}


def url(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.number])


def form(name: str) -> dict:
    return {"key": uuid.uuid4()} | POSTS[name]


def test_worker_reads_the_shares(referral, partner_worker, consultant, signed_in):
    text = signed_in(partner_worker).get(url("answer_page", referral)).content.decode()

    assert "Mevr. H. van Ooievaar" in text
    assert "088 555 66 77" in text
    assert WISH in text
    assert consultant.display_name in text


@pytest.mark.parametrize("status", [*Referral.OPEN, Status.COMPLETED])
def test_worker_pages_contain_nothing_that_was_not_shared(
    status, tenant, signal, consultant, partner_worker, signed_in
):
    tenants.note(tenant, key=uuid.uuid4(), text="Sleutel ligt bij de buren", by=consultant)
    tenants.record_wish(tenant, words="Liever wandelen", interests=["wandelen"], by=consultant)
    tenants.add_contact(
        tenant,
        label="Zoon Bart",
        circle=Contact.Circle.FAMILY,
        often=Contact.Often.WEEKLY,
        strength=Contact.Strength.ORDINARY,
        is_new=False,
        by=consultant,
    )
    referral = a_referral(
        signal=signal,
        by=consultant,
        worker=partner_worker,
        status=status,
        fields=[Field.NAME, Field.WISH],
    )
    pages = [INBOX, f"{INBOX}?toon=loopt", f"{INBOX}?toon=klaar"]
    pages += [url(name, referral) for name in ("answer_page", "ask", "decline", "report_back")]

    texts = [signed_in(partner_worker).get(page).content.decode() for page in pages]

    assert any("van Ooievaar" in text for text in texts)
    secrets = [
        tenant.phone, "0885556677", tenant.email, tenant.first_name, tenant.reach_note,
        "Spechtstraat", "7 maart 1946", "07-03-1946", "1946-03-07", f"{tenant.age()} jaar",
        signal.fact, *[sign.label for sign in signal.signs.all()], "Sleutel", "Liever wandelen",
        "Bart", f"/huurders/{tenant.pk}/", f"/signalen/{signal.pk}/",
    ]  # fmt: skip
    for text in texts:
        assert [secret for secret in secrets if secret in text] == []


def test_tenant_is_een_huurder_when_the_name_is_not_shared(
    signal, consultant, partner_worker, signed_in
):
    a_referral(signal=signal, by=consultant, worker=partner_worker, fields=[Field.WISH])

    text = signed_in(partner_worker).get(INBOX).content.decode()

    assert "Een huurder" in text
    assert "Ooievaar" not in text


def test_list_hides_the_summary_when_the_wish_is_not_shared(
    signal, consultant, partner_worker, signed_in
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, fields=[Field.NAME])

    text = signed_in(partner_worker).get(INBOX).content.decode()

    assert "Ooievaar" in text
    assert referral.gist not in text


def test_referral_is_not_found_by_another_partner(referral, other_partner_worker, signed_in):
    as_other = signed_in(other_partner_worker)

    for name in ("answer_page", "ask", "decline", "report_back"):
        assert as_other.get(url(name, referral)).status_code == 404
    for tab in ("open", "loopt", "klaar"):
        assert "Ooievaar" not in as_other.get(INBOX, {"toon": tab}).content.decode()


@pytest.mark.parametrize("status", [Status.OFFERED, Status.ACCEPTED])
@pytest.mark.parametrize("name", POSTS)
def test_another_partner_cannot_take_any_step(
    name, status, signal, consultant, partner_worker, other_partner_worker, signed_in
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    answer = signed_in(other_partner_worker).post(url(name, referral), form(name))

    assert answer.status_code == 404
    assert Referral.objects.get(pk=referral.pk).status == status
    assert not referral.messages.exists()
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("status", Referral.OUT_OF_SIGHT)
def test_drafts_and_withdrawn_referrals_are_not_found(
    status, signal, consultant, partner_worker, signed_in
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)
    as_worker = signed_in(partner_worker)

    assert as_worker.get(url("answer_page", referral)).status_code == 404
    for name in POSTS:
        assert as_worker.post(url(name, referral), form(name)).status_code == 404
    assert referral.gist not in as_worker.get(INBOX).content.decode()


def test_switched_off_partner_sees_nothing_from_the_next_request_on(
    referral, partner, partner_worker, coordinator, signed_in
):
    as_worker = signed_in(partner_worker)
    before = as_worker.get(INBOX).content.decode()

    partners.switch_off(partner, by=coordinator)

    assert "Ooievaar" in before
    assert "Ooievaar" not in as_worker.get(INBOX).content.decode()
    assert as_worker.get(url("answer_page", referral)).status_code == 404
    for name in POSTS:
        assert as_worker.post(url(name, referral), form(name)).status_code == 404


def test_partner_switched_on_again_sees_its_referrals(
    referral, partner, partner_worker, coordinator, signed_in
):
    partners.switch_off(partner, by=coordinator)

    partners.switch_on(partner, by=coordinator)

    assert "Ooievaar" in signed_in(partner_worker).get(INBOX).content.decode()


def test_declined_referral_shows_nothing_about_the_tenant(
    referral, partner_worker, consultant, signed_in
):
    actions.reply(referral, text="Ze kent Ria van vroeger.", by=consultant)
    signed_in(partner_worker).post(url("decline", referral), form("decline"))

    text = signed_in(partner_worker).get(url("answer_page", referral)).content.decode()

    assert "Jullie zien niets meer van deze huurder" in text
    for word in ("Ooievaar", "088 555", WISH, referral.gist, "Ria"):
        assert word not in text


def test_referral_is_accepted_with_one_button(referral, partner_worker, signed_in):
    answer = signed_in(partner_worker).post(url("accept", referral))

    assert answer["Location"] == url("answer_page", referral)
    assert Referral.objects.get(pk=referral.pk).taken_by == partner_worker


def test_worker_who_accepts_second_reads_who_was_first(
    referral, partner, partner_worker, signed_in
):
    colleague = factories.a_worker(partner, "Anna Prins")
    signed_in(partner_worker).post(url("accept", referral))

    answer = signed_in(colleague).post(url("accept", referral))

    assert answer.status_code == 409
    assert "Joost Meijer was je net voor en heeft dit opgepakt" in answer.content.decode()


def test_question_reaches_the_sender_and_the_reply_reaches_the_worker(
    referral, partner_worker, consultant, signed_in
):
    signed_in(partner_worker).post(
        url("ask", referral), {"key": uuid.uuid4(), "text": "Drinkt ze thee?"}
    )
    at_sender = signed_in(consultant).get(referral.get_absolute_url()).content.decode()
    signed_in(consultant).post(
        reverse("referrals:reply", args=[referral.number]),
        {"key": uuid.uuid4(), "text": "Koffie, zwart."},
    )

    at_worker = signed_in(partner_worker).get(url("answer_page", referral)).content.decode()

    assert "Drinkt ze thee?" in at_sender
    assert "De partner wacht op jouw antwoord" in at_sender
    assert "Koffie, zwart." in at_worker


@pytest.mark.parametrize("name", ["ask", "decline", "say"])
def test_invalid_form_keeps_the_input(name, referral, partner_worker, signed_in):
    text = "Wel <heel> " + "lang " * 120

    answer = signed_in(partner_worker).post(
        url(name, referral), {"key": uuid.uuid4(), "text": text, "why": ""}
    )

    assert answer.status_code == 422
    assert "Wel &lt;heel&gt; lang" in answer.content.decode()
    assert not referral.messages.exists()
    assert Referral.objects.get(pk=referral.pk).status == Status.OFFERED


@pytest.mark.parametrize("name", ["ask", "say"])
def test_same_form_sent_twice_creates_one_message(name, referral, partner_worker, signed_in):
    same = form(name)

    answers = [signed_in(partner_worker).post(url(name, referral), same) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert referral.messages.count() == 1


def test_reading_is_recorded_before_the_page_is_shown(referral, partner_worker, tenant, signed_in):
    signed_in(partner_worker).get(url("answer_page", referral))

    looked = Event.objects.filter(actor_id=partner_worker.pk)
    assert looked.filter(verb="seen", tenant_id=tenant.pk).exists()
    assert looked.get(verb="referrals.inbox").details == {
        "ids": [str(referral.pk)],
        "tenants": [str(referral.tenant_id)],
    }


def test_htmx_request_gets_only_the_list_and_the_referral(referral, partner_worker, signed_in):
    piece = signed_in(partner_worker).get(
        url("answer_page", referral), headers={"HX-Request": "true"}
    )

    assert "Ooievaar" in piece.content.decode()
    assert "<html" not in piece.content.decode()


def test_form_for_an_answered_referral_is_refused(signal, consultant, partner_worker, signed_in):
    referral = a_referral(
        signal=signal, by=consultant, worker=partner_worker, status=Status.COMPLETED
    )

    for name in POSTS:
        assert signed_in(partner_worker).post(url(name, referral), form(name)).status_code == 409
    assert Referral.objects.get(pk=referral.pk).status == Status.COMPLETED
