"""The questionnaire: scoring by the manual, the author's permission, anonymous group results; and
estimates of neighbourhoods with their interval."""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models
from django.urls import reverse

from ground.refusals import Refused
from tenants import actions
from tenants.djg6 import ITEMS, score
from tenants.estimates import neighbourhoods
from tenants.forms.measurements import MeasureForm
from tenants.group_results import FEWEST_PAIRS, group
from tenants.models import Estimate, Measurement, Permission, Tenant
from tests import factories

FILES = Path(__file__).parent.parent / "files"
COLUMNS = {
    "i3": "i3_leegte", "i9": "i9_mis_mensen", "i10": "i10_in_de_steek", "i4": "i4_terugvallen",
    "i7": "i7_vertrouwen", "i8": "i8_verbonden",
}  # fmt: skip


def vectors() -> list[dict]:
    with (FILES / "djg6.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def number(text: str) -> int | None:
    return int(text) if text else None


@pytest.mark.parametrize("row", vectors(), ids=lambda row: row["toelichting"])
def test_score_matches_the_manual(row):
    found = score({item: number(row[column]) for item, column in COLUMNS.items()})

    assert found.emotional == number(row["emotioneel_0_3"])
    assert found.social == number(row["sociaal_0_3"])
    assert found.total == number(row["totaal_0_6"])
    assert found.category == row["categorie"]


@pytest.fixture
def permitted(coordinator) -> Permission:
    return actions.record_permission(
        reference="Brief van de auteur", given_on="2026-11-01", by=coordinator
    )


def entered(coordinator, code: str, moment: str, answer: int) -> Measurement:
    return actions.enter_form(
        code=code, moment=moment, answers=dict.fromkeys(ITEMS, answer), by=coordinator
    )


@pytest.mark.django_db
def test_questionnaire_is_off_without_the_authors_permission(coordinator, signed_in):
    with pytest.raises(Refused, match="staat uit"):
        entered(coordinator, "AB12", "start", 1)

    client = signed_in(coordinator)
    assert "staat uit" in client.get(reverse("tenants:enter_form")).content.decode()
    client.post(
        reverse("tenants:record_permission"),
        {"reference": "Brief van de auteur", "given_on": "2026-11-01"},
    )
    assert "Vraag 10" in client.get(reverse("tenants:enter_form")).content.decode()


@pytest.mark.django_db
def test_form_entered_again_under_the_same_code_replaces_the_first(
    coordinator, permitted, signed_in
):
    client = signed_in(coordinator)
    form = {"code": "ab12", "moment": "start", "i3": "2", "i4": "1"}

    client.post(reverse("tenants:enter_form"), form)
    client.post(reverse("tenants:enter_form"), form | {"i3": "3"})

    assert Measurement.objects.get().code == "AB12"
    assert Measurement.objects.get().answers == {"i3": 3, "i4": 1}


@pytest.mark.django_db
def test_measurement_has_no_relation_to_a_tenant():
    related = [f for f in Measurement._meta.get_fields() if f.is_relation]

    assert related == []
    assert not any(
        f.related_model is Measurement for f in Tenant._meta.get_fields() if f.is_relation
    )
    assert not isinstance(Measurement._meta.get_field("answers"), models.IntegerField)


@pytest.mark.django_db
def test_group_means_need_twenty_pairs_and_count_incomplete_ones(coordinator, permitted):
    for n in range(FEWEST_PAIRS - 1):
        entered(coordinator, f"code{n}", "start", 2)
        entered(coordinator, f"code{n}", "later", 3)
    entered(coordinator, "alleen", "start", 2)
    few = group()
    entered(coordinator, "laatste", "start", 2)
    entered(coordinator, "laatste", "later", 3)

    enough = group()

    assert (few.pairs, few.only_start, few.before) == (FEWEST_PAIRS - 1, 1, None)
    assert (enough.pairs, enough.before, enough.now) == (FEWEST_PAIRS, 6, 3)


# --- Neighbourhoods ---------------------------------------------------------------------------


@pytest.fixture
def estimates(db) -> None:
    call_command("import_estimates", str(FILES / "estimates.json"))


def test_import_estimates_reads_intervals_and_strips_padded_codes(estimates):
    one = Estimate.objects.get(area_code="BU99990101", measure="Eenzaam")

    assert (one.value, one.low, one.high, one.period) == (50, 42, 58, "2022JJ00")


def test_import_estimates_skips_missing_values(estimates):
    assert not Estimate.objects.filter(measure="EmotioneelEenzaam").exists()
    assert not Estimate.objects.filter(area_code="BU99990102").exists()


def test_import_estimates_rejects_a_file_of_another_format(db, tmp_path):
    file = tmp_path / "x.json"
    file.write_text("[]")

    with pytest.raises(CommandError, match="niet de vorm"):
        call_command("import_estimates", str(file))


def test_import_estimates_rejects_a_file_that_is_nested_too_deep(db, tmp_path):
    file = tmp_path / "diep.json"
    file.write_text("[" * 100_000)

    with pytest.raises(CommandError, match="niet de vorm"):
        call_command("import_estimates", str(file))


def an_estimate(code: str, low: float, value: float, high: float) -> Estimate:
    return Estimate.objects.create(
        area_code=code, period="2022JJ00", age="20300", measure="Eenzaam", value=value, low=low,
        high=high,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("low", "value", "high", "words"),
    [
        (42, 50, 58, "niet te onderscheiden van de gemeente"),
        (53, 55, 58, "hoger dan de gemeente"),
        (30, 33, 38, "lager dan de gemeente"),
    ],
)
def test_neighbourhood_compares_only_when_intervals_do_not_overlap(area, low, value, high, words):
    factories.a_home(area, neighbourhood_code="BU99990101", municipality_code="GM9999")
    an_estimate("GM9999", 44, 48, 52)
    an_estimate("BU99990101", low, value, high)

    assert [one.compared for one in neighbourhoods()] == [words]


def test_neighbourhoods_are_listed_by_code_with_source_and_year(
    estimates, area, coordinator, signed_in
):
    factories.a_home(area, neighbourhood_code="BU99990102", municipality_code="GM9999")
    factories.a_home(area, neighbourhood_code="BU99990101", municipality_code="GM9999")

    page = signed_in(coordinator).get(reverse("tenants:areas")).content.decode()

    assert page.index("BU99990101") < page.index("BU99990102")
    assert "50% (tussen 42% en 58%), 2022" in page
    assert "RIVM, tabel 50120NED" in page


@pytest.mark.parametrize("code", ["Mevr. Jansen", "0123456789ABC", "AB\n1", "AB1", "É4F7Q"])
def test_form_rejects_a_code_that_is_a_name_or_has_the_wrong_length(code):
    form = MeasureForm({"code": code, "moment": "start"})

    assert "code" in form.errors
