"""Kinds of message: texts, audiences, and who passes them on by telephone."""

from pathlib import Path

import pytest
from django.conf import settings

from accounts.roles import Can
from outbox.checks import every_kind_has_a_text
from outbox.kinds import KINDS, Audience, for_audience, kind
from outbox.models import Message

POST = Path(settings.BASE_DIR) / "templates" / "post"


@pytest.fixture
def kinds(monkeypatch):
    """The registry of kinds, restored after the test."""
    for name, value in list(KINDS.items()):
        monkeypatch.setitem(KINDS, name, value)
    before = set(KINDS)
    yield KINDS
    for name in set(KINDS) - before:
        del KINDS[name]


def test_every_kind_has_a_text_for_every_channel():
    assert every_kind_has_a_text(None) == []


def test_kind_without_a_text_is_a_system_check_error(kinds):
    kind("partner_full", subject="Vol", audience=Audience.PARTNER)(lambda message: {})

    errors = every_kind_has_a_text(None)

    assert {error.id for error in errors} == {"outbox.E001"}
    assert len(errors) == len(Message.Channel)
    assert "Write templates/post/tests/partner_full.txt" in errors[0].hint


def test_kind_without_an_audience_is_refused():
    with pytest.raises(TypeError, match="audience"):
        kind("partner_full", subject="Vol")


def test_for_audience_includes_a_kind_with_several_audiences(kinds):
    kind("card", subject="Nieuws", audience=Audience.TENANT | Audience.STAFF)(lambda message: {})

    assert "card" in [one.name for one in for_audience(Audience.TENANT)]
    assert "card" not in [one.name for one in for_audience(Audience.PARTNER)]


def test_every_text_belongs_to_a_kind():
    names = {(path.parent.name, path.name.split(".")[0]) for path in POST.rglob("*.txt")}

    kinds = {(kind.room, name) for name, kind in KINDS.items()}
    assert not names - kinds, (
        f"{names - kinds}: declare the kind in messages.py of the room, or remove the text from "
        "templates/post/."
    )
    assert not kinds - names


@pytest.mark.django_db
def test_told_by_gives_only_calls_whose_ability_the_user_has(kinds, consultant, coordinator):
    for name, told_by in [("card", Can.PLAN_MEETUPS), ("bill", Can.SEE_POST), ("note", None)]:
        audience = Audience.TENANT
        kind(name, subject="Nieuws", audience=audience, told_by=told_by)(lambda message: {})
        Message.objects.create(
            key=name,
            kind=name,
            channel=Message.Channel.CALL,
            status=Message.Status.BY_HAND,
            due_at="2026-01-01T00:00:00Z",
            to="088 000 12 34",
        )

    told = {
        user: [m.kind for m in Message.objects.told_by(user)] for user in (consultant, coordinator)
    }

    assert told == {consultant: ["card"], coordinator: ["card", "bill"]}
