"""Kinds of message. Each room registers its own, with audience and a resolver of the context."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from accounts.roles import Can
from ground.hooks import Registry

if TYPE_CHECKING:
    from outbox.models import Message

# Returns the template context of a message, or None when the message is no longer needed.
Resolver = Callable[["Message"], dict | None]
# Returns the file that goes with an e-mail: its name, content and media type.
Attach = Callable[["Message"], tuple[str, bytes, str]]


class Audience(Flag):
    """Who reads a message: decides on its wording, language and tone."""

    TENANT = auto()
    STAFF = auto()
    PARTNER = auto()


@dataclass(frozen=True)
class Kind:
    """A kind of message.

    `subject` is visible on lock screens and shared phones: neutral, without names or findings. It
    is marked for translation when tenants read it. A `secret` message contains a link or code that
    is created during rendering: only the recipient sees the text. `told_by` is the ability of the
    colleagues who pass the message on by telephone; without it, users with SEE_POST do. `attach`
    makes the file that goes with the message when it is an e-mail, as late as its text.
    """

    name: str
    subject: str | Promise
    audience: Audience
    resolve: Resolver
    secret: bool = False
    told_by: Can | None = None
    attach: Attach | None = None

    def templates(self, channel: str) -> list[str]:
        """Return the template names for a channel, the most specific one first."""
        text = f"post/{self.room}/{self.name}"
        return [f"{text}.{channel}.txt", f"{text}.txt"]

    @property
    def room(self) -> str:
        """The room that registered this kind; its texts are in `templates/post/<room>/`."""
        return self.resolve.__module__.partition(".")[0]


KINDS: Registry[Kind] = Registry("outbox.kinds", "kinds of message")


def kind(
    name: str,
    *,
    subject: str | Promise,
    audience: Audience,
    secret: bool = False,
    told_by: Can | None = None,
    attach: Attach | None = None,
) -> Callable[[Resolver], Resolver]:
    """Register a kind; its text is `<name>.<channel>.txt` or `<name>.txt` in the room's folder."""

    def register(resolve: Resolver) -> Resolver:
        KINDS.add(name, Kind(name, subject, audience, resolve, secret, told_by, attach))
        return resolve

    return register


def for_audience(audience: Audience) -> list[Kind]:
    """Return the kinds that this audience may receive."""
    return [kind for kind in KINDS.values() if audience & kind.audience]
