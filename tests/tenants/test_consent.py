"""Consent: a letter that confirms it, what cannot be taken back, and when a life depends on it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from ground.refusals import Refused
from outbox.models import Message
from tenants import actions
from tenants.hooks import known_already
from tenants.letters import consent_letter
from tenants.messages import consent_confirmed
from tenants.models import Consent, VitalInterest
from tests import roads
from tests.roads.referrals import a_referral

pytestmark = pytest.mark.django_db
PLEA = {
    "recipient_name": "112",
    "fields": ["name", "address"],
    "danger": "Ligt op de grond en reageert niet",
    "why_not_asked": "Kan niet praten",
}


@pytest.fixture
def tenant(area):
    return roads.a_tenant(roads.a_home(area, street="Merelstraat", number=14))


@pytest.fixture
def officer(db):
    return roads.a_user(Role.PRIVACY_OFFICER, "Fenna")


def said(tenant, by, answer="yes", **fields) -> Consent:
    fields = {
        "recipient": "partner:1", "recipient_name": "Welzijn Lindenwaard", "fields": ["name"],
        "how": "spoken", "words": "", "wording": "Is dat goed?",
    } | fields  # fmt: skip
    return actions.record_consent(tenant, answer=answer, by=by, **fields)


def test_a_yes_is_confirmed_by_a_letter_that_names_nobody_in_the_outbox(tenant, consultant):
    consent = said(tenant, consultant)

    letter = Message.objects.get(kind="consent_confirmed")
    assert (letter.channel, letter.about) == ("letter", {"consent": consent.pk})
    assert tenant.last_name not in f"{letter.to}{letter.about}{letter.key}"


@pytest.mark.parametrize("answer", ["no", "later"])
def test_another_answer_sends_no_letter(tenant, consultant, answer):
    said(tenant, consultant, answer, fields=[])

    assert not Message.objects.exists()


def test_no_letter_leaves_when_the_yes_was_withdrawn_in_between(tenant, consultant):
    consent = said(tenant, consultant)
    letter = Message.objects.get(kind="consent_confirmed")
    assert consent_confirmed(letter)["what"] == "naam"

    actions.withdraw_consent(consent, by=consultant)

    assert consent_confirmed(letter) is None


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_letter_can_be_printed_in_large_type(tenant, consultant, signed_in, answer):
    consent = said(tenant, consultant, answer, fields=["name"] if answer == "yes" else [])

    answer = signed_in(consultant).get(reverse("tenants:consent_letter", args=[consent.pk]))

    assert answer.content.startswith(b"%PDF")


def test_what_a_partner_has_read_is_told_before_withdrawing(
    tenant, consultant, partner, partner_worker, signed_in
):
    referral = a_referral(tenant, partner=partner, by=consultant)
    consent = referral.consent
    assert known_already(consent) == []

    signed_in(partner_worker).get(reverse("referrals:answer_page", args=[referral.number]))
    page = signed_in(consultant).get(reverse("tenants:withdraw_consent", args=[consent.pk]))

    assert "Dit kunnen we niet terughalen" in page.content.decode()
    assert "naam, telefoon" in page.content.decode()


# --- When a life depends on it --------------------------------------------------------------------


def test_two_people_decide_and_the_officer_hears_it(
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


def test_nobody_decides_for_oneself(tenant, coordinator):
    asked = actions.ask_vital(tenant, by=coordinator, **PLEA)

    with pytest.raises(Refused, match="tweede collega"):
        actions.decide_vital(asked, yes=True, by=coordinator)
    with pytest.raises(IntegrityError, match="takes_two"), transaction.atomic():
        VitalInterest.objects.update(decided_by=coordinator)


def test_only_who_may_decide_decides(tenant, consultant, area):
    other = roads.a_user(Role.CONSULTANT, areas=(area,))
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)

    with pytest.raises(Http404):
        actions.decide_vital(asked, yes=True, by=other)


def test_only_who_asked_reads_what_may_be_said(tenant, consultant, coordinator, signed_in):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)
    actions.decide_vital(asked, yes=True, by=coordinator)

    page = (
        signed_in(coordinator).get(reverse("tenants:vital_page", args=[asked.pk])).content.decode()
    )

    assert "Merelstraat 14" not in page


def test_a_no_gives_nothing_and_mails_nobody(tenant, consultant, coordinator, officer):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)

    actions.decide_vital(asked, yes=False, by=coordinator)

    assert not Message.objects.exists()
    with pytest.raises(Refused):
        actions.decide_vital(asked, yes=True, by=coordinator)


def test_the_officer_says_afterwards_whether_it_was_right(
    tenant, consultant, coordinator, officer, signed_in
):
    asked = actions.ask_vital(tenant, by=consultant, **PLEA)
    actions.decide_vital(asked, yes=True, by=coordinator)

    signed_in(officer).post(
        reverse("tenants:review_vital", args=[asked.pk]), {"review": "Terecht, en snel."}
    )

    asked.refresh_from_db()
    assert (asked.status, asked.review) == ("reviewed", "Terecht, en snel.")


def test_a_plea_without_a_reason_keeps_what_was_typed(tenant, consultant, signed_in):
    answer = signed_in(consultant).post(
        reverse("tenants:ask_vital", args=[tenant.pk]), PLEA | {"danger": ""}
    )

    assert answer.status_code == 422
    assert "Schrijf wat er dreigt" in answer.content.decode()
    assert "Kan niet praten" in answer.content.decode()


def test_what_was_allowed_is_read_within_the_hour_and_not_without_a_reason(
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


def test_the_letter_says_what_was_said_and_what_became_of_it(tenant, consultant):
    yes, no, later = (
        said(tenant, consultant, answer, fields=["name"] if answer == "yes" else [])
        for answer in ("yes", "no", "later")
    )

    assert "Wij mogen dit doorgeven" in letter(yes)
    assert "U zei nee" in letter(no)
    assert "nog over nadenken" in letter(later)
    actions.withdraw_consent(yes, by=consultant)
    assert "bent u gestopt" in letter(yes)
    assert "mogen dit doorgeven" not in letter(yes)
