"""Agreements: required for new referrals, with a warning before they end."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from partners import actions
from partners.models import Agreement, Partner
from tests import factories

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 getekend"


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def typed(**fields) -> dict:
    return {
        "kind": "processor", "starts_on": in_days(-1).isoformat(),
        "ends_on": in_days(300).isoformat(), "contact": "Fenna",
    } | fields  # fmt: skip


def file(data: bytes, name: str = "overeenkomst.pdf") -> io.BytesIO:
    paper = io.BytesIO(data)
    paper.name = name
    return paper


def agree(partner: Partner) -> str:
    return reverse("partners:agree", args=[partner.pk])


def test_agreement_is_stored_with_its_document(signed_in, coordinator, consultant, partner):
    partner.agreements.all().delete()
    client = signed_in(coordinator)

    client.post(agree(partner), typed(paper=file(PDF)))

    agreement = partner.agreements.get()
    assert Partner.objects.choosable().get() == partner
    paper = signed_in(consultant).get(reverse("partners:document", args=[agreement.pk]))
    assert paper.content == PDF
    assert paper["Content-Disposition"].startswith("attachment")
    assert "overeenkomst" not in paper["Content-Disposition"].split("filename=")[1][:10]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": "2025-12-31"}, "De laatste dag ligt voor de eerste"),
        ({"ends_on": "31-31-2027"}, "Schrijf de dag als dag-maand-jaar"),
        ({"kind": ""}, "Kies wat voor afspraak het is"),
        ({"paper": ("nep.pdf", b"MZ\x00 geen pdf")}, "Dit is geen pdf"),
        ({"paper": ("leeg.pdf", b"")}, "Dit bestand is leeg"),
        ({"paper": ("groot.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024))}, "groter dan 5 MB"),
    ],
)
def test_invalid_agreement_shows_an_error(signed_in, coordinator, partner, fields, sentence):
    if "paper" in fields:
        name, data = fields["paper"]
        fields = {"paper": file(data, name)}

    answer = signed_in(coordinator).post(agree(partner), typed(**fields))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Fenna" in answer.text
    assert partner.agreements.count() == 1


def test_agreement_of_a_hundred_years_is_refused(coordinator, partner):
    with pytest.raises(Refused, match="hooguit 10 jaar"):
        actions.agree(
            partner, kind="joint", starts_on=in_days(0), ends_on=in_days(36500), by=coordinator
        )


def test_agreement_that_begins_tomorrow_is_not_in_force_today(coordinator, area):
    partner = factories.a_partner(area, agreement_until=None)

    actions.agree(partner, kind="joint", starts_on=in_days(1), ends_on=in_days(300), by=coordinator)

    assert "nog geen afspraak" in Partner.objects.get(pk=partner.pk).why_not
    assert not Partner.objects.choosable().exists()


def test_agreement_ended_early_stays_in_force_until_midnight(coordinator, partner):
    agreement = partner.agreements.get()

    actions.end_agreement(agreement, by=coordinator)

    assert partner.agreements.get().ends_on == in_days(0)
    assert Partner.objects.choosable().exists()
    with pytest.raises(Refused, match="stopt vandaag al"):
        actions.end_agreement(partner.agreements.get(), by=coordinator)


@pytest.mark.parametrize(("days", "told"), [(61, 0), (60, 1), (14, 1), (0, 1), (-1, 0)])
def test_coordinators_are_warned_from_60_days_before_an_agreement_ends(
    area, coordinator, days, told
):
    factories.a_partner(area, agreement_until=in_days(days))

    actions.keep_up()
    actions.keep_up()

    letters = Message.objects.filter(kind="agreement_ends")
    assert letters.count() == told
    assert all(letter.to == coordinator.email for letter in letters)


def test_agreement_followed_by_another_gives_no_warning(area, coordinator):
    partner = factories.a_partner(area, agreement_until=in_days(20))
    actions.keep_up()
    warned = Message.objects.get(kind="agreement_ends")
    assert render_text(warned)

    actions.agree(
        partner, kind="covenant", starts_on=in_days(10), ends_on=in_days(400), by=coordinator
    )

    assert render_text(warned) is None


def test_stale_partner_is_asked_to_confirm_and_again_after_two_weeks(area, partner_worker, partner):
    Partner.objects.update(assured_on=in_days(-184))

    actions.keep_up()
    actions.keep_up()
    assert Message.objects.filter(kind="partner_assure", to=partner.inbox).count() == 1

    Partner.objects.update(asked_to_assure_on=in_days(-14))
    Message.objects.update(key="eerder")
    actions.keep_up()
    assert Message.objects.filter(kind="partner_assure").count() == 2

    letter = Message.objects.filter(kind="partner_assure").latest("pk")
    assert render_text(letter)
    actions.assure(partner, by=partner_worker)
    assert render_text(letter) is None


@pytest.mark.parametrize(("days", "choosable"), [(183, True), (184, False)])
def test_partner_unconfirmed_for_half_a_year_cannot_be_chosen_until_confirmed(
    area, consultant, days, choosable
):
    partner = factories.a_partner(area, assured_on=in_days(-days))

    assert partner.is_choosable is choosable
    assert Partner.objects.choosable().exists() is choosable
    actions.assure(partner, by=consultant)
    assert Partner.objects.choosable().get().is_choosable


def test_database_refuses_an_agreement_that_ends_before_it_starts(partner):
    with pytest.raises(IntegrityError):
        Agreement.objects.create(
            partner=partner, kind="joint", starts_on=in_days(1), ends_on=in_days(0)
        )
