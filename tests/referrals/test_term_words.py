"""Sentences that mention a term show the term in force."""

from datetime import timedelta

import pytest
from django.urls import reverse

from ground.refusals import Refused
from referrals import actions
from referrals.actions import progress
from referrals.models import Referral
from referrals.views import wizard
from signals import actions as signals
from signals.models import FollowUp
from tests.factories.referrals import a_draft, a_referral
from tests.referrals.test_wizard import YES

pytestmark = pytest.mark.django_db
Kind = FollowUp.Kind


@pytest.fixture
def taken(signal, consultant, partner_worker) -> Referral:
    return a_referral(
        signal=signal, by=consultant, worker=partner_worker, status=Referral.Status.ACCEPTED
    )


@pytest.mark.parametrize(("days", "words"), [(None, "twee weken"), (7, "zeven werkdagen")])
def test_accepting_shows_the_term_for_the_first_meeting(
    referral, partner_worker, coordinator, signed_in, days, words
):
    if days:
        signals.set_term(code=Kind.PARTNER_MEETS, number=days, by=coordinator)
    address = reverse("referrals:accept", args=[referral.number])

    page = signed_in(partner_worker).post(address, follow=True).content.decode()

    assert f"Opgepakt. Vertel over {words} hoe het gaat." in page


@pytest.mark.parametrize(("days", "words"), [(None, "3 maanden"), (42, "2 maanden")])
def test_reporting_back_shows_when_the_sender_asks_again(
    taken, partner_worker, coordinator, signed_in, days, words
):
    if days:
        signals.set_term(code=Kind.CHECK, number=days, by=coordinator)

    page = signed_in(partner_worker).get(reverse("referrals:report_back", args=[taken.number]))

    assert f"vraagt het na {words} nog een keer" in page.content.decode()
    assert "Terugmelden over 4 weken" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "page_words", "words"), [(None, "1 week", "een week"), (10, "2 weken", "twee weken")]
)
def test_tenant_who_thinks_it_over_is_asked_again_at_the_consent_term(
    signal, consultant, coordinator, signed_in, days, page_words, words
):
    draft = a_draft(signal=signal, by=consultant)
    if days:
        signals.set_term(code=Kind.CONSENT, number=days, by=coordinator)
    address = reverse("referrals:consent", args=[draft.number])
    browser = signed_in(consultant)

    page = browser.get(address).content.decode()
    after = browser.post(address, YES | {"answer": "later"}, follow=True).content.decode()

    assert f"We zetten het op je lijst over {page_words}<" in page
    assert f"Vastgelegd. Over {words} staat het weer op je lijst." in after


def test_pause_that_is_too_long_shows_the_maximum(taken, partner_worker, monkeypatch):
    monkeypatch.setattr(progress, "LONGEST_PAUSE", timedelta(days=28))
    until = taken.due_on + timedelta(days=100)

    with pytest.raises(Refused, match="binnen vier weken"):
        actions.pause(taken, until=until, by=partner_worker)


def test_pause_form_shows_the_maximum(taken, partner_worker, signed_in):
    page = signed_in(partner_worker).get(reverse("referrals:pause", args=[taken.number]))

    assert "Hooguit drie maanden." in page.content.decode()


@pytest.mark.parametrize(("days", "words"), [(182, "Een half jaar"), (92, "Drie maanden")])
def test_consent_page_shows_how_long_consent_is_valid(
    signal, consultant, signed_in, monkeypatch, days, words
):
    monkeypatch.setattr(wizard, "VALID_DAYS", days)
    draft = a_draft(signal=signal, by=consultant)

    page = signed_in(consultant).get(reverse("referrals:consent", args=[draft.number]))

    assert f"<b>{words} geldig.</b>" in page.content.decode()
