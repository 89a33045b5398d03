"""The report for outside the organisation reveals nothing about one person."""

import csv

import pytest
from django.urls import reverse

from audit.models import Event
from insights.report import HEADING, SMALLEST, as_text, publishable, publishable_parts
from tests import factories
from tests.factories.housing import a_form

pytestmark = pytest.mark.django_db


def download(client, period: str = "jaar") -> list[list[str]]:
    answer = client.get(reverse("insights:download"), {"periode": period})
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_small_count_is_hidden():
    assert [publishable(n) for n in (0, 1, 4, 5, 12)] == ["0", "<5", "<5", "5", "12"]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([71, 58, 44], ["71", "58", "44"]),
        ([71, 58, 3], ["71", "niet getoond", "<5"]),
        ([71, 58, 3, 0], ["71", "niet getoond", "<5", "0"]),
        ([71, 4, 4, 2], ["71", "<5", "<5", "<5"]),
        ([71, 20, 1, 1], ["71", "niet getoond", "<5", "<5"]),
        ([3], ["<5"]),
        ([0, 0], ["0", "0"]),
    ],
)
def test_small_part_cannot_be_derived_from_the_total(counts, told):
    assert publishable_parts(counts) == told


def test_at_least_two_parts_are_hidden_together():
    for small in range(1, SMALLEST):
        cells = publishable_parts([40, 30, small])

        assert sum(cell.isdecimal() for cell in cells) == 1


def test_report_hides_small_counts_and_explains_each_figure(coordinator, signed_in):
    factories.a_signal()

    rows = download(signed_in(coordinator))

    assert tuple(rows[0]) == HEADING
    told = {(part, what): (count, how) for part, what, count, how in rows[1:]}
    assert told["van signaal naar contact", "Signalen"] == ("<5", "Vastgelegd in deze periode.")
    assert all(how for (part, _), (_, how) in told.items() if part != "periode")


def test_report_has_no_cell_with_a_small_number(coordinator, signed_in):
    for _ in range(3):
        factories.a_signal()

    cells = [count for _, _, count, _ in download(signed_in(coordinator))]

    assert not {"1", "2", "3", "4"} & set(cells)


def test_name_that_looks_like_a_formula_stays_text(coordinator, signed_in):
    a_form(name="=1+1")

    names = [what for _, what, _, _ in download(signed_in(coordinator))]

    assert "'=1+1" in names
    assert as_text("Thuishuis") == "Thuishuis"


def test_download_is_recorded_in_the_audit_trail(coordinator, signed_in):
    download(signed_in(coordinator), "kwartaal")

    event = Event.objects.get(verb="insights.report")

    assert (event.actor_id, event.details["period"]) == (coordinator.pk, "kwartaal")


@pytest.mark.parametrize("who", ["consultant", "caretaker", "host", "partner_worker"])
@pytest.mark.parametrize("page", ["insights:overview", "insights:download"])
def test_figures_are_not_found_without_permission(who, page, request, signed_in):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse(page)).status_code == 404
