"""What the print buttons put on paper."""

import re

import pytest

from tests.journeys.conftest import DESK
from tests.journeys.test_screens import FENNA, MARGA, MEETUP, ROUND, SAMIRA, address

A4 = {"width": 794, "height": 1123}
# 15 mm on both sides.
BETWEEN_MARGINS = 680
# Make a round of seven rows: how many there are depends on what was done before.
SEVEN_ROWS = """() => {
    const row = document.querySelector("select[name=outcome]").closest("li");
    row.parentElement.replaceChildren(...Array.from({length: 7}, () => row.cloneNode(true)));
}"""
AS_A_CARD = 'document.querySelectorAll(".lines").forEach(one => one.classList.remove("lines"))'
POSTER = MEETUP.format("Zingen met koffie")


def sheets(page) -> int:
    """Return on how many sheets of A4 a page is printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_a_round_begins_under_its_heading_and_has_a_line_to_write_on(regular, stack):
    page = regular(SAMIRA, DESK).page
    page.goto(address(stack, "/signalen/rondes/{}/", ROUND))

    page.evaluate(SEVEN_ROWS)
    assert sheets(page) == 2
    page.evaluate(AS_A_CARD)
    assert sheets(page) == 3, "a card that stays whole is moved to a sheet of its own"
    page.reload()
    page.emulate_media(media="print")
    how_it_went = page.locator("select[name=outcome]").first
    page.set_viewport_size(A4)
    assert how_it_went.is_visible()
    assert how_it_went.evaluate("field => getComputedStyle(field).borderTopWidth") == "0px"
    assert not page.get_by_role("link", name="Rondes").first.is_visible()
    page.emulate_media(media="screen")


def test_a_poster_fills_the_sheet(regular, stack):
    page = regular(SAMIRA, DESK).page
    page.goto(address(stack, "/activiteiten/{}/poster/", POSTER))

    page.emulate_media(media="print")
    page.set_viewport_size(A4)

    assert round(page.locator(".sheet").bounding_box()["width"]) == A4["width"]
    page.emulate_media(media="screen")
    assert sheets(page) == 1


def test_without_a_script_nothing_offers_to_print(visitor, stack):
    paths = [("/signalen/rondes/{}/", ROUND), ("/activiteiten/{}/poster/", POSTER)]
    page = visitor(DESK, java_script_enabled=False).sign_in(SAMIRA).page

    for path, fill in paths:
        page.goto(address(stack, path, fill))
        assert page.locator("[data-print]").count() == 1
        assert not page.locator("[data-print]").is_visible()


def test_a_long_table_begins_under_its_heading(regular, stack):
    page = regular(FENNA, DESK).page
    page.goto("/logboek/")
    rows = page.locator("tbody tr").count()

    first = sheets(page)
    page.locator(".card:has(.tbl)").evaluate("card => card.style.breakInside = 'avoid'")

    assert rows >= 20
    assert first == sheets(page) - 1


@pytest.mark.parametrize(("who", "path"), [(MARGA, "/overzicht/"), (FENNA, "/logboek/")])
def test_a_table_is_no_wider_than_the_sheet(who, path, regular):
    page = regular(who, DESK).page
    page.goto(path)

    page.emulate_media(media="print")
    page.set_viewport_size({"width": BETWEEN_MARGINS, "height": A4["height"]})
    widths = page.locator(".tbl:visible").evaluate_all(
        "all => all.map(table => table.getBoundingClientRect().right)"
    )
    page.emulate_media(media="screen")

    assert widths
    assert max(widths) <= BETWEEN_MARGINS
