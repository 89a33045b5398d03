"""What the tests that walk along all pages need around a world."""

import mailbox
from pathlib import Path

import pytest

from tests.house.world import LETTER


@pytest.fixture
def post_of_the_demo(settings, tmp_path) -> None:
    """A letter that the demo printed."""
    settings.DEMO_POST = str(tmp_path / "post")
    mailbox.Maildir(settings.DEMO_POST)
    (Path(settings.DEMO_POST) / "new" / LETTER).write_text(
        "Date: Mon, 23 Nov 2026 10:00:00 -0000\n\n"
    )
