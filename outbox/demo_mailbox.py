"""The mailbox of the demo: reads what its mail server stored in a Maildir."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

from outbox.models import Message

ICONS = {
    Message.Channel.MAIL: "mail",
    Message.Channel.TEXT: "message-square-text",
    Message.Channel.LETTER: "mailbox",
}


@dataclass(frozen=True)
class Letter:
    """One e-mail, text message or letter as it arrived."""

    key: str
    to: str
    subject: str
    at: datetime
    channel: str
    words: str

    @property
    def way(self) -> str:
        return Message.Channel(self.channel).label

    @property
    def icon(self) -> str:
        return ICONS[self.channel]


def has_mailbox() -> bool:
    """Return whether the demo stores its mail, instead of sending it to a real mail server."""
    return bool(settings.DEMO_POST)


def files() -> list[Path]:
    """Return the files in the Maildir, newest first; only the mail server writes there."""
    if not has_mailbox():
        return []
    return sorted(Path(settings.DEMO_POST).glob("new/*"), key=moment, reverse=True)


def moment(file: Path) -> tuple[float, str]:
    return file.stat().st_mtime, file.name


def arrived() -> Iterator[Letter]:
    """Yield all letters, newest first; they are read lazily, so that a full mailbox stays fast."""
    return (read(file) for file in files())


def find(key: str) -> Letter | None:
    """Return the letter with this file name, or None."""
    return next((read(file) for file in files() if file.name == key), None)


def read(file: Path) -> Letter:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    return Letter(
        key=file.name,
        to=mail["To"] or "",
        subject=mail["Subject"] or "",
        at=mail["Date"].datetime.replace(tzinfo=UTC),  # Django writes the Date header in UTC
        channel=mail["X-Channel"] or Message.Channel.MAIL,
        words=body.get_content() if body else "",
    )
