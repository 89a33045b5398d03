"""The kinds of message: each room says what its own are about, and whether they still stand."""

from collections.abc import Callable
from dataclasses import dataclass

from outbox.models import Message

# From a message to the words its text needs, or None when it is no longer needed.
Resolver = Callable[[Message], dict | None]


@dataclass(frozen=True)
class Kind:
    """`subject` is read on lock screens and shared phones: neutral, no names, no findings.

    What is `secret` brings a way in, made while it is written: only its reader sees the words.
    """

    name: str
    subject: str
    resolve: Resolver
    secret: bool = False


KINDS: dict[str, Kind] = {}


def kind(name: str, *, subject: str, secret: bool = False) -> Callable[[Resolver], Resolver]:
    """Register a kind; its text is `templates/post/<name>.txt`, or `<name>.<channel>.txt`."""

    def register(resolve: Resolver) -> Resolver:
        KINDS[name] = Kind(name, subject, resolve, secret)
        return resolve

    return register
