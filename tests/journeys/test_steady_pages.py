"""A public page does not move when its fonts arrive late."""

import pytest

from tests.journeys.conftest import NARROWEST, PHONE
from tests.journeys.test_screens import FULL, ROOM, TICKET, address
from tests.sizes import size

MOST_SHIFT = 0.05
LATE_SECONDS = 1.0
PAGES = [
    ("/agenda/", None), ("/agenda/?week=alles", None), ("/agenda/{}/", ROOM),
    ("/agenda/{}/aanmelden/", ROOM), ("/agenda/{}/aanmelden/", FULL),
    ("/agenda/kaartje/{}/", TICKET.format("confirmed")), ("/agenda/lopen/", None),
    ("/agenda/samen/", None), ("/k/", None), ("/melden/", None), ("/melden/terug/", None),
    ("/uw-gegevens/", None), ("/toegankelijkheid/", None), ("/account/login/", None),
    ("/bestaat-niet/", None),
]  # fmt: skip
OTHER_LANGUAGES = ["tr", "uk", "ar", "pl", "en"]
# Every movement since the page began, also before this script ran.
SHIFT = """() => new Promise(done => {
    let sum = 0;
    const add = one => sum += one.hadRecentInput ? 0 : one.value;
    const watch = list => list.getEntries().forEach(add);
    new PerformanceObserver(watch).observe({type: 'layout-shift', buffered: true});
    document.fonts.ready.then(() => setTimeout(() => done(sum), 300));
})"""


@pytest.fixture
def shift(visitor, stack):
    """Open a page with late fonts, and return how much of it moved."""

    def measure(path: str, viewport: tuple[int, int] = PHONE, sheet: str = "") -> float:
        page = visitor(viewport).page
        page.route("**/*.woff2", late)
        if sheet:
            page.route("**/css/fonts*.css", lambda route: without(route, sheet))
        page.goto(path)
        return page.evaluate(SHIFT)

    return measure


def late(route) -> None:
    route.request.frame.page.wait_for_timeout(LATE_SECONDS * 1000)
    route.continue_()


def without(route, word: str) -> None:
    """Answer with the sheet as if the rules with this word were not in it."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(word, "not-there"))


@pytest.mark.parametrize(("path", "fill"), PAGES)
def test_a_public_page_stays_where_it_is_when_its_fonts_are_late(path, fill, shift, stack):
    assert shift(address(stack, path, fill)) < MOST_SHIFT


@pytest.mark.parametrize("language", OTHER_LANGUAGES[: size(2, 5)])
@pytest.mark.parametrize("width", [PHONE, NARROWEST])
def test_the_agenda_stays_where_it_is_in_other_languages(language, width, shift):
    assert shift(f"/agenda/?taal={language}", width) < MOST_SHIFT


def test_a_page_moves_without_the_sizes_of_the_fonts_of_the_device(shift):
    assert shift("/agenda/", PHONE, "local(") > MOST_SHIFT
