"""Two installations never give two things the same name in somebody's calendar or mailbox."""

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings as installed

from activities import calendar as meetups
from outbox.models import Message
from partners import hsds
from signals import calendar as visits

HERE, THERE = "aanloop.hier.example", "aanloop.daar.example"
ROOT = Path(installed.BASE_DIR)
# What gives a thing a name for the world.
NAMES = re.compile(r"""\badd\(["']uid["']|\buuid5\(NAMESPACE|make_msgid|@aanloop\b""")


def names_of(host: str, settings, things) -> dict[str, set[str]]:
    """The names that leave the installation at this host."""
    settings.SITE_URL = f"https://{host}"
    return {name: set(make()) for name, make in things.items()}


def uids(calendar: bytes) -> list[str]:
    return re.findall(r"^UID:(.*?)\r$", calendar.decode().replace("\r\n ", ""), re.MULTILINE)


@pytest.mark.django_db
def test_the_same_rows_have_other_names_in_another_installation(world, settings):
    meetup, series = world.meetup, world.series
    visit = world.visit
    things = {
        "meetup": lambda: uids(meetups.entry(meetup)),
        "neighbourhood": lambda: uids(meetups.feed([meetup], "Agenda")),
        "series": lambda: uids(meetups.series(series)),
        "visit": lambda: [str(visits.neutral_entry(visit)["uid"])],
        "social map": lambda: [hsds.organisation_of(world.partner)["id"]],
        "mail": lambda: [Message.new_message_id()],
    }

    here, there = names_of(HERE, settings, things), names_of(THERE, settings, things)

    assert names_of(HERE, settings, things | {"mail": lambda: here["mail"]}) == here
    for name in things:
        assert here[name], name
        assert not here[name] & there[name], name
    for name in set(things) - {"social map"}:
        assert all(HERE in each for each in here[name]), name
    assert all(uuid.UUID(each).version == 5 for each in here["social map"])


def test_no_code_names_a_thing_without_the_host_name():
    files = [file for room in [*installed.ROOMS, "config"] for file in (ROOT / room).rglob("*.py")]
    found = {
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if NAMES.search(line) and "host_name" not in line
    }

    assert found == set()
