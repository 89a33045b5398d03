"""Templates: no long lines, and no link that saves whatever it leads to."""

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LONGEST = 120
# Long lines allowed: sentences to translate and tags of Django cannot contain a line break, and in
# inline text a break adds a space. This number may only go down.
LONGER = 143


def test_no_more_template_lines_exceed_120_characters():
    long = [
        f"{path.relative_to(TEMPLATES)}:{number} has {len(line)}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]

    assert len(long) <= LONGER, (
        f"{len(long)} lines have more than {LONGEST} characters, and {LONGER} may: put attributes "
        "under each other, and what is inside an element on lines of its own. Yours are in "
        r"`git diff -U0 templates | grep -E '^\+.{121}'`; all of them:" + "\n" + "\n".join(long)
    )


def test_no_link_saves_whatever_it_leads_to():
    """With `download` a browser saves the page that asks to sign in, or to prove a factor, under
    the name of the file. Without it a file is saved all the same: its answer says so."""
    found = [
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*.html"))
        if re.search(r"<a\b[^>]*\sdownload\b", path.read_text())
    ]

    assert found == []
