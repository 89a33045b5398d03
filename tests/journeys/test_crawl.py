"""A crawl over some of the pages: valid HTML, axe, and nothing in the console."""

import pytest

from tests.crawl import axe, nu
from tests.crawl.crawl import PHONE, Crawl, Found
from tests.crawl.rounds import ASIDE
from tests.journeys.test_screens import FULL, JOOST, MARGA, ROOM, SCREENS, TICKET, address
from tests.sizes import PAGES_OF_A_CRAWL

needs_nu = pytest.mark.skipif(bool(nu.MISSING), reason=nu.MISSING or "all there")
# A page of the agenda with its forms, and pages with nothing found.
VISITED = [
    ("/agenda/{}/", ROOM),
    ("/agenda/{}/aanmelden/", FULL),
    ("/agenda/kaartje/{}/", TICKET.format("confirmed")),
    ("/melden/", None),
]


@needs_nu
@pytest.mark.parametrize("who", [None, MARGA, JOOST])
def test_pages_that_somebody_reaches_are_valid_and_accessible(
    who, browser, stack, regular, tmp_path
):
    crawl = Crawl(browser, stack.url, who or "bezoeker", found := Found(tmp_path))
    if who:
        crawl.context.add_cookies(regular(who).context.cookies())
        begin = [address(stack, path, fill) for _, whose, path, fill in SCREENS if whose == who]
    else:
        begin = [*(address(stack, path, fill) for path, fill in VISITED), *ASIDE]

    crawl.follow([*begin, "/"], widths=(PHONE,), most=PAGES_OF_A_CRAWL)
    crawl.send_empty_forms(most=3)
    crawl.close()

    assert found.pages >= PAGES_OF_A_CRAWL
    assert [*found.faults, *nu.faults(tmp_path)] == []


@needs_nu
def test_a_form_in_a_line_of_text_is_found_and_an_attribute_of_htmx_is_not(tmp_path):
    page = "<!doctype html><html lang=nl><title>x</title><body hx-indicator='#x'>{}"
    (tmp_path / "right.html").write_text(page.format("<p>Goed</p>"))
    (tmp_path / "wrong.html").write_text(page.format("<span><form></form></span>"))

    found = nu.faults(tmp_path)

    assert len(found) == 1
    assert found[0].startswith("nu   wrong: Element “form” not allowed")


def test_a_small_target_and_a_name_without_the_words_shown_are_found(browser):
    page = browser.new_page()
    page.set_content(
        "<html lang=nl><title>x</title><main><h1>x</h1>"
        "<p><button style='height:9px;width:9px;padding:0' aria-label=a></button>"
        "<button style='height:9px;width:9px;padding:0' aria-label=b></button></p>"
        "<button aria-label='Verwijder Piet'>Gooi hem weg</button></main>"
    )

    assert {rule for rule, _ in axe.violations(page)} == {
        "target-size",
        "label-content-name-mismatch",
    }
    page.close()
