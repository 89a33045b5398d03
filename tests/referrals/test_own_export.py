"""A partner's worker takes their work along: no tenant in it, and no formula."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import Event
from referrals import actions
from referrals.models import Referral
from tests import factories
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
ADDRESS = "/verwijzingen/postvak/uitvoer/"
FORMULA = '=HYPERLINK("http://kwaad.example";"klik")'


@pytest.fixture
def taken(signal, consultant, partner_worker) -> Referral:
    return a_referral(
        signal=signal, by=consultant, worker=partner_worker, status=Referral.Status.UNDER_WAY
    )


def exported(client, whose: str = "ours", kind: str = "csv") -> list[list]:
    """The cells of the file, with the heading."""
    data = {"whose": whose, "kind": kind, "reason": "Overleg met ons team"}
    answer = client.post(ADDRESS, data)
    assert answer.status_code == 200, answer.text
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        assert answer.content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    page = load_workbook(BytesIO(answer.content)).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "d",
    }
    return [[cell.value for cell in row] for row in page.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_has_the_work_and_nothing_of_the_tenant(
    taken, partner_worker, tenant, signed_in, kind
):
    actions.write_note(taken, text="Ze belt graag.", by=partner_worker)

    head, row = exported(signed_in(partner_worker), kind=kind)

    cells = dict(zip(head, row, strict=True))
    assert cells["stand"] == "Loopt"
    assert cells["opgepakt door"] == partner_worker.name
    assert cells["wat er gebeurde"] == "1 keer mee geweest"
    text = " ".join(map(str, row))
    for secret in (tenant.last_name, tenant.phone, taken.wish, taken.gist, "Ze belt graag."):
        assert secret not in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_a_name_that_is_a_formula_stays_text(
    signal, consultant, partner_worker, coordinator, signed_in, kind, start
):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker)
    actions.accept(referral, said_by=start + FORMULA, by=coordinator)

    _, row = exported(signed_in(partner_worker), kind=kind)

    assert all(not str(cell).startswith(("=", "+", "-", "@", "\t")) for cell in row)
    assert any("HYPERLINK" in str(cell) for cell in row)


def test_own_work_and_that_of_the_organisation_differ(
    taken, partner_worker, area, consultant, other_partner_worker, signed_in
):
    other = factories.a_tenant(factories.a_home(area))
    colleague = factories.a_worker(taken.partner, "Anna Prins")
    a_referral(other, by=consultant, worker=colleague, status=Referral.Status.ACCEPTED)

    assert len(exported(signed_in(partner_worker), "mine")) == 2
    assert len(exported(signed_in(partner_worker), "ours")) == 3
    assert len(exported(signed_in(other_partner_worker), "ours")) == 1


def test_an_export_is_recorded_with_its_reason(taken, partner_worker, signed_in):
    exported(signed_in(partner_worker), "mine")

    event = Event.objects.get(verb="referrals.export_own")
    assert event.details["ids"] == [str(taken.pk)]
    assert event.details["reason"] == "Overleg met ons team"


def test_without_a_reason_the_form_comes_back(taken, partner_worker, signed_in):
    page = signed_in(partner_worker).post(ADDRESS, {"whose": "ours", "kind": "csv", "reason": ""})

    assert page.status_code == 422
    assert "waarvoor" in page.text
    assert not Event.objects.filter(verb="referrals.export_own").exists()


def test_the_inbox_leads_to_the_export(partner_worker, signed_in):
    assert reverse("referrals:export_own") == ADDRESS
    assert ADDRESS in signed_in(partner_worker).get(reverse("referrals:inbox")).text
