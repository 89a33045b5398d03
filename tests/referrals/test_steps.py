"""The partner's steps: one table for the inbox, the link and the telephone."""

import uuid

import pytest
from django.urls import reverse

from referrals.models import Referral
from referrals.views.steps import STEPS
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "accept": "oppakken/",
    "ask": "vragen/",
    "decline": "past-niet/",
    "say": "bericht/",
    "report_back": "terugmelden/",
    "contact": "contact/",
    "take_back_contact": "klopt-niet/",
    "pause": "even-stil/",
    "resume": "verder/",
    "confirm_handover": "afspraak-klopt/",
    "propose_time": "andere-tijd/",
    "calendar": "afspraak.ics",
}
POST_ONLY = [step for step in STEPS if step.post_only]
WITH_PANEL = [step for step in STEPS if step.button]


def test_each_step_has_a_url_in_the_inbox(referral):
    found = {step.name: reverse(f"referrals:{step.name}", args=[referral.number]) for step in STEPS}

    inbox = f"/verwijzingen/postvak/{referral.number}/"
    assert found == {name: inbox + end for name, end in ADDRESSES.items()}


@pytest.mark.parametrize("step", POST_ONLY, ids=lambda step: step.name)
def test_get_of_a_step_without_a_page_redirects_to_the_referral(
    referral, signed_in, partner_worker, step
):
    address = reverse(f"referrals:{step.name}", args=[referral.number])

    answer = signed_in(partner_worker).get(address)

    assert answer["Location"] == reverse("referrals:answer_page", args=[referral.number])
    assert Referral.objects.get(pk=referral.pk).status == Referral.Status.OFFERED


@pytest.mark.parametrize("step", WITH_PANEL, ids=lambda step: step.name)
def test_panel_is_shown_only_when_its_step_can_be_taken(
    signal, consultant, partner_worker, signed_in, step
):
    status = Referral.Status.OFFERED if step.when_running else Referral.Status.ACCEPTED
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    page = signed_in(partner_worker).get(reverse(f"referrals:{step.name}", args=[referral.number]))

    assert f">{step.button(consultant.first_name)}</button>" not in page.content.decode()


@pytest.mark.parametrize("step", WITH_PANEL, ids=lambda step: step.name)
def test_panel_posts_to_the_url_of_its_step(signal, consultant, partner_worker, signed_in, step):
    status = Referral.Status.ACCEPTED if step.when_running else Referral.Status.OFFERED
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)
    address = reverse(f"referrals:{step.name}", args=[referral.number])

    page = signed_in(partner_worker).get(address).content.decode()

    assert f'action="{address}"' in page
    assert f">{step.button(consultant.first_name)}</button>" in page


def test_unknown_step_is_not_found(referral, signed_in, consultant):
    address = reverse("referrals:phone_act", args=[referral.number, "verzonnen"])

    assert signed_in(consultant).get(address).status_code == 404


@pytest.mark.parametrize(
    ("step", "field", "wrong", "sentence"),
    [
        ("contact", "on", "2020-01-06", "tussen het versturen en vandaag"),
        ("pause", "until", "2020-01-06", "Kies een dag die nog komt"),
        ("pause", "until", "morgen", "Schrijf de dag als"),
    ],
)
def test_wrong_day_comes_back_in_the_form(
    signal, consultant, partner_worker, signed_in, step, field, wrong, sentence
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status="accepted")
    form = {"key": uuid.uuid4(), "reached": "no", "how": "phone", field: wrong}

    answer = signed_in(partner_worker).post(
        reverse(f"referrals:{step}", args=[referral.number]), form
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert f'name="{field}"' in text
    assert not referral.attempts.exists()
    assert Referral.objects.get(pk=referral.pk).status == Referral.Status.ACCEPTED
