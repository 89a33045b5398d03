"""Lines of templates are short enough to read and to compare in a diff."""

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
