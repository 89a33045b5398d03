"""axe, with every rule of WCAG 2.2 AA that is off unless asked for."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A target of 24 px or room around it (2.5.8), and the visible words in the name (2.5.3).
RULES = {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}
# What passes is not gathered: that takes as long as the checks themselves.
OPTIONS = {"rules": RULES, "resultTypes": ["violations"]}


def violations(page: Page) -> list[tuple[str, str]]:
    """Return the rule and the element of each violation on the page."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]]
