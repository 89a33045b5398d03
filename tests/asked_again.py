"""Send a form again after its page came back with warnings, as the browser does."""

import re

SEEN = re.compile(r'<input type="hidden" name="([\w-]+-seen)" value="([^"]*)">')


def sent_again(page, form: dict) -> dict:
    """Return the form with the hidden inputs of the page, which say what was seen."""
    seen = dict(SEEN.findall(page.content.decode()))
    assert seen, "The page shows no warning."
    return form | seen
