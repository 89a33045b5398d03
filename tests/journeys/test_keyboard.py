"""Pages by keyboard alone."""

import pytest

from tests.journeys.conftest import PHONE
from tests.journeys.test_screens import KEES, SAMIRA, TALKING, address

# How far the choice that has the focus reaches below the upper edge of the bar with the button.
BELOW = """() => {
    const at = document.activeElement, bar = document.querySelector(".savebar");
    if (at === document.body || bar.contains(at)) return null;
    const choice = (at.closest(".opt") || at).getBoundingClientRect();
    return choice.bottom - bar.getBoundingClientRect().top;
}"""
# The bar fades out above its contents.
FADE = 24


@pytest.mark.parametrize(
    ("who", "path", "fill"),
    [(SAMIRA, "/signalen/{}/huisbezoek/", TALKING), (KEES, "/signalen/nieuw/", None)],
)
def test_what_has_the_focus_is_never_below_the_bar_with_the_button(who, path, fill, regular, stack):
    page = regular(who, PHONE).page
    page.goto(address(stack, path, fill))

    below = []
    page.keyboard.press("Tab")
    while (reaches := page.evaluate(BELOW)) is not None:
        below.append(reaches)
        page.keyboard.press("Tab")

    assert len(below) > 10
    assert max(below) <= FADE
