"""Consent: confirmation letters, limits of a withdrawal, and sharing in vital interest."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from tenants import actions
from tenants.hooks import already_disclosed
from tenants.letters import consent_letter
from tenants.messages import consent_confirmed
from tenants.models import Consent, VitalInterest
from tests import factories
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
PLEA = {
    "recipient_name": "112",
    "fields": ["name", "address"],
    "danger": "Ligt op de grond en reageert niet",
    "why_not_asked": "Kan niet praten",
}


@pytest.fixture
def tenant(area):
    return factories.a_tenant(factories.a_home(area, street="Merelstraat", number=14))


@pytest.fixture
def officer(db):
    return factories.a_user(Role.PRIVACY_OFFICER, "Fenna")


def said(tenant, by, answer="yes", **fields) -> Consent:
    fields = {
        "recipient": "partner:1", "recipient_name": "Welzijn Lindenwaard", "fields": ["name"],
        "how": "spoken", "words": "", "wording": "Is dat goed?",
    } | fields  # fmt: skip
    return actions.record_consent(tenant, answer=answer, by=by, **fields)


def test_yes_queues_confirmation_letter_without_the_tenants_name(tenant, consultant):
    consent = said(tenant, consultant)

    letter = Message.objects.get(kind="consent_confirmed")
    assert (letter.channel, letter.about) == ("letter", {"consent": consent.pk})
    assert tenant.last_name not in f"{letter.to}{letter.about}{letter.key}"


@pytest.mark.parametrize("answer", ["no", "later"])
def test_no_and_later_send_no_letter(tenant, consultant, answer):
    said(tenant, consultant, answer, fields=[])

    assert not Message.objects.exists()


def test_letter_is_dropped_when_consent_was_withdrawn_before_sending(tenant, consultant):
    consent = said(tenant, consultant)
    letter = Message.objects.get(kind="consent_confirmed")
    assert consent_confirmed(letter)["what"] == "naam"

    actions.withdraw_consent(consent, by=consultant)

    assert consent_confirmed(letter) is None


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_consent_letter_is_a_pdf(tenant, consultant, signed_in, answer):
    consent = said(tenant, consultant, answer, fields=["name"] if answer == "yes" else [])

    answer = signed_in(consultant).get(reverse("tenants:consent_letter", args=[consent.pk]))

    assert answer.content.startswith(b"%PDF")


def test_withdrawal_page_lists_what_the_partner_has_already_read(
    tenant, consultant, partner, partner_worker, signed_in
):
    referral = a_referral(tenant, partner=partner, by=consultant)
    consent = referral.consent
    assert already_disclosed(consent) == []

    signed_in(partner_worker).get(reverse("referrals:answer_page", args=[referral.number]))
    page = signed_in(consultant).get(reverse("tenants:withdraw_consent", args=[consent.pk]))

    assert "Dit kunnen we niet terughalen" in page.content.decode()
    assert "naam, telefoon" in page.content.decode()


# --- Vital interest -------------------------------------------------------------------------------


def test_confirmed_vital_request_shows_data_and_mails_the_privacy_officer(
    tenant, consultant, coordinator, officer, signed_in
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)
    url = reverse("tenants:vital_page", args=[asked.pk])
    assert "Merelstraat 14" not in signed_in(consultant).get(url).content.decode()

    actions.decide_vital(asked, yes=True, by=coordinator)

    page = signed_in(consultant).get(url).content.decode()
    assert "Merelstraat 14" in page
    word = Message.objects.get(kind="vital_interest_used")
    assert (word.to, word.about) == (officer.email, {"vital": asked.pk})
    assert Event.objects.filter(verb="tenants.decide_vital", tenant_id=tenant.pk).exists()


def test_user_who_asked_cannot_decide_vital_request(tenant, coordinator):
    asked = actions.ask_vital(tenant, by=coordinator, **PLEA)

    with pytest.raises(Refused, match="tweede collega"):
        actions.decide_vital(asked, yes=True, by=coordinator)
    with pytest.raises(IntegrityError, match="takes_two"), transaction.atomic():
        VitalInterest.objects.update(decided_by=coordinator)


def test_decide_vital_without_permission_raises_404(tenant, consultant, area):
    other = factories.a_user(Role.CONSULTANT, areas=(area,))
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)

    with pytest.raises(Http404):
        actions.decide_vital(asked, yes=True, by=other)


def test_confirmed_vital_data_are_hidden_from_the_user_who_decided(
    tenant, consultant, coordinator, signed_in
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)
    actions.decide_vital(asked, yes=True, by=coordinator)

    page = (
        signed_in(coordinator).get(reverse("tenants:vital_page", args=[asked.pk])).content.decode()
    )

    assert "Merelstraat 14" not in page


def test_who_may_decide_hears_of_a_vital_request_and_sees_it_on_today(
    tenant, consultant, coordinator, signed_in
):
    left = factories.a_user(Role.COORDINATOR, "Ben Vertrokken")
    type(left).objects.filter(pk=left.pk).update(is_active=False)

    asked = actions.ask_vital(tenant, by=consultant, **PLEA)

    told = Message.objects.get(kind="vital_interest_asked")
    text = render_text(told)
    url = reverse("tenants:vital_page", args=[asked.pk])
    assert told.to == coordinator.email
    assert url in text
    assert tenant.last_name not in text
    page = signed_in(coordinator).get(reverse("signals:today")).content.decode()
    assert f"{consultant.name} vraagt nu je beslissing" in " ".join(page.split())
    assert url in page
    own = signed_in(consultant).get(reverse("signals:today")).content.decode()
    assert "vraagt nu je beslissing" not in own


def test_coordinator_who_asked_is_not_asked_to_decide(tenant, coordinator, signed_in):
    second = factories.a_user(Role.COORDINATOR, "Ellen de Graaf")

    actions.ask_vital(tenant, by=coordinator, **PLEA)

    assert [one.to for one in Message.objects.filter(kind="vital_interest_asked")] == [second.email]
    page = signed_in(coordinator).get(reverse("signals:today")).content.decode()
    assert "vraagt nu je beslissing" not in page


@pytest.mark.parametrize("yes", [True, False])
def test_decision_on_a_vital_request_is_told_to_the_user_who_asked(
    tenant, consultant, coordinator, signed_in, yes
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)

    actions.decide_vital(asked, yes=yes, by=coordinator)

    assert Message.objects.get(kind="vital_interest_decided").to == consultant.email
    assert render_text(Message.objects.get(kind="vital_interest_asked")) is None
    page = signed_in(coordinator).get(reverse("signals:today")).content.decode()
    assert "vraagt nu je beslissing" not in page


def test_declined_vital_request_is_not_reported_and_cannot_be_confirmed(
    tenant, consultant, coordinator, officer
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)

    actions.decide_vital(asked, yes=False, by=coordinator)

    assert not Message.objects.filter(kind="vital_interest_used").exists()
    with pytest.raises(Refused):
        actions.decide_vital(asked, yes=True, by=coordinator)


def test_privacy_officer_reviews_confirmed_vital_request(
    tenant, consultant, coordinator, officer, signed_in
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)
    actions.decide_vital(asked, yes=True, by=coordinator)

    signed_in(officer).post(
        reverse("tenants:review_vital", args=[asked.pk]), {"review": "Terecht, en snel."}
    )

    asked.refresh_from_db()
    assert (asked.status, asked.review) == ("reviewed", "Terecht, en snel.")


def test_vital_form_without_danger_is_rejected_and_keeps_the_other_fields(
    tenant, consultant, signed_in
):
    answer = signed_in(consultant).post(
        reverse("tenants:ask_vital", args=[tenant.pk]), PLEA | {"danger": ""}
    )

    assert answer.status_code == 422
    assert "Schrijf wat er dreigt" in answer.content.decode()
    assert "Kan niet praten" in answer.content.decode()


def test_vital_data_need_a_reason_when_shielded_and_expire_after_an_hour(
    tenant, consultant, coordinator, signed_in
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)
    actions.decide_vital(asked, yes=True, by=coordinator)
    url = reverse("tenants:vital_page", args=[asked.pk])
    assert "Dit mag je nu doorgeven" in signed_in(consultant).get(url).text

    actions.shield(tenant, by=coordinator)
    assert signed_in(consultant).get(url).status_code == 409

    actions.unshield(tenant, by=coordinator)
    later = timezone.now() - timedelta(hours=1, minutes=1)
    type(asked).objects.filter(pk=asked.pk).update(status_since=later)
    assert "Dit mag je nu doorgeven" not in signed_in(consultant).get(url).text


def letter(consent) -> str:
    return " ".join(consent_letter(consent)["paragraphs"])


def test_letter_states_the_answer_and_a_later_withdrawal(tenant, consultant):
    yes = said(tenant, consultant, "yes", fields=["name"])
    later = said(tenant, consultant, "later", fields=[])

    assert "Wij mogen dit doorgeven" in letter(yes)
    assert "nog over nadenken" in letter(later)
    actions.withdraw_consent(yes, by=consultant)
    assert "bent u gestopt" in letter(yes)
    assert "mogen dit doorgeven" not in letter(yes)


def test_a_later_no_ends_an_earlier_yes_to_the_same_recipient_only(tenant, consultant):
    yes = said(tenant, consultant, "yes", fields=["name"])
    elsewhere = said(tenant, consultant, "yes", fields=["name"], recipient="partner:999")

    no = said(tenant, consultant, "no", fields=[])

    yes.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (yes.is_active, elsewhere.is_active) == (False, True)
    assert "U zei nee" in letter(no)
    assert "bent u gestopt" in letter(yes)
