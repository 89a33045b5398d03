"""A template can be read beside the code, and beside another version of itself."""

from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LONGEST = 120
# Sentences to translate and tags of Django, in which no line can be broken, and inline text that
# would get a space. The number only goes down.
LONGER = 143


def test_a_line_is_not_long():
    long = [
        f"{path.relative_to(TEMPLATES)}:{number} has {len(line)}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST
    ]

    assert len(long) <= LONGER, (
        f"{len(long)} lines have more than {LONGEST} characters, and {LONGER} may: put attributes "
        "under each other, and what is inside an element on lines of its own.\n" + "\n".join(long)
    )
