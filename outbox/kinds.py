"""The kinds of message. Each room registers its own: who reads it, and whether it still stands."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from accounts.roles import Can
from ground.hooks import Registry

if TYPE_CHECKING:
    from outbox.models import Message

# From a message to the context of its text, or None when the message is no longer needed.
Resolver = Callable[["Message"], dict | None]


class Audience(Flag):
    """Who reads a message: it decides about words, language and tone."""

    TENANT = auto()
    STAFF = auto()
    PARTNER = auto()


@dataclass(frozen=True)
class Kind:
    """`subject` is read on lock screens and shared phones: neutral, no names, no findings. Of what
    goes to a tenant it is marked for translation.

    A `secret` message brings a link or code that is made while it is written: only its reader sees
    the text. `told_by` is the ability of the colleague who tells it by telephone; without it the
    post room does.
    """

    name: str
    subject: str | Promise
    audience: Audience
    resolve: Resolver
    secret: bool = False
    told_by: Can | None = None

    def templates(self, channel: str) -> list[str]:
        """The names of the text for a channel, the best one first."""
        text = f"post/{self.room}/{self.name}"
        return [f"{text}.{channel}.txt", f"{text}.txt"]

    @property
    def room(self) -> str:
        """The room that registered it; its texts are in `templates/post/<room>/`."""
        return self.resolve.__module__.partition(".")[0]


KINDS: Registry[Kind] = Registry("outbox.kinds", "kinds of message")


def kind(
    name: str,
    *,
    subject: str | Promise,
    audience: Audience,
    secret: bool = False,
    told_by: Can | None = None,
) -> Callable[[Resolver], Resolver]:
    """Register a kind; its text is `<name>.txt` or `<name>.<channel>.txt` in the room's folder."""

    def register(resolve: Resolver) -> Resolver:
        KINDS.add(name, Kind(name, subject, audience, resolve, secret, told_by))
        return resolve

    return register


def for_audience(audience: Audience) -> list[Kind]:
    """The kinds that somebody of this audience may get."""
    return [kind for kind in KINDS.values() if audience & kind.audience]
