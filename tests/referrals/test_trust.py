"""The trust page of a partner: what it accepts, and where contact was made."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import Referral
from referrals.workload import trust_of
from tests import factories
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
Status = Referral.Status


@pytest.fixture
def sent(area, consultant, partner_worker):
    """Return a function that sends a referral and lets the partner answer it some days ago."""

    def to(status: str, *, days: int = 30) -> Referral:
        tenant = factories.a_tenant(factories.a_home(area))
        referral = a_referral(tenant, by=consultant, worker=partner_worker, status=status)
        answered_at = timezone.now() - timedelta(days=days)
        Referral.objects.filter(pk=referral.pk).update(answered_at=answered_at)
        return referral

    return to


def text_for(user, partner, signed_in) -> str:
    page = signed_in(user).get(reverse("partners:page", args=[partner.pk])).text
    return " ".join(page.split())


def test_shares_have_their_n(sent, partner, consultant, signed_in):
    for status in [Status.DECLINED, Status.MET, Status.MET, Status.ACCEPTED, Status.UNDER_WAY]:
        sent(status)
    sent(Status.COMPLETED)
    sent(Status.DECLINED, days=400)

    trust, text = trust_of(partner), text_for(consultant, partner, signed_in)

    assert (trust.accepted.count, trust.accepted.n) == (5, 6)
    assert (trust.in_contact.count, trust.in_contact.n) == (4, 5)
    assert '83% <span class="small muted">van wat beantwoord is, n = 6</span>' in text
    assert '80% <span class="small muted">van wat is aangenomen, n = 5</span>' in text


def test_no_share_of_few_referrals(sent, partner, consultant, signed_in):
    for _ in range(4):
        sent(Status.MET)

    text = text_for(consultant, partner, signed_in)

    assert text.count("nog te weinig om iets te zeggen (n = 4)") == 2
    assert "%" not in text[text.index("Neemt aan") : text.index("Wacht op antwoord")]


def test_what_was_accepted_just_now_does_not_count_as_no_contact(sent, partner):
    for _ in range(5):
        sent(Status.MET)
    sent(Status.ACCEPTED, days=3)

    trust = trust_of(partner)

    assert trust.in_contact.percentage == 100
    assert trust.accepted.n == 6


def test_the_privacy_officer_reads_the_trust_page_and_changes_nothing(
    sent, partner, privacy_officer, signed_in
):
    for _ in range(5):
        sent(Status.MET)
    client = signed_in(privacy_officer)

    text = text_for(privacy_officer, partner, signed_in)

    assert "van wat is aangenomen, n = 5" in text
    assert "<form" not in text[text.index('id="vlot"') :]
    assert reverse("referrals:referral_list") not in text
    assert client.post(reverse("partners:assure", args=[partner.pk])).status_code == 404
    listed = client.get(reverse("partners:partner_list")).text
    assert partner.get_absolute_url() in listed
