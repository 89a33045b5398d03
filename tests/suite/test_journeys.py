"""The journeys press what only one page has, because a click does not wait for the next page."""

import re
from pathlib import Path

JOURNEYS = Path(__file__).parent.parent / "journeys"
# A CSS selector for "the first button of the page" also matches on the page before it.
ANY_PAGE = re.compile(r"""locator\(["'](main|button|form|\[type=submit)\b(?!.*name=).*\.click\(""")


def test_a_journey_names_the_button_it_presses():
    vague = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(JOURNEYS.glob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if ANY_PAGE.search(line)
    ]

    assert vague == [], (
        "These clicks may still hit the page before: use get_by_role('button', name=…).\n"
        + "\n".join(vague)
    )


def test_a_vague_click_is_recognised():
    assert ANY_PAGE.search('page.locator("main button[type=submit]").first.click()')
    assert not ANY_PAGE.search('page.locator(".joinform button[type=submit]").click()')
