"""Hooks and registries: how a lower room calls code of higher rooms without importing them.

A lower room cannot import a higher one. It defines a `Hook` and runs it; higher rooms register
listeners. A `Registry` holds what rooms declare by name: actions, kinds of message, retention
terms. `manage.py hooks` lists both, with the functions that registered.
"""

from collections.abc import Callable
from typing import TypeVar

Listener = Callable[..., object]
T = TypeVar("T")

HOOKS: dict[str, "Hook"] = {}
REGISTRIES: dict[str, "Registry"] = {}


class Hook:
    """An event in a room. Used as a decorator, it registers a listener.

    `arguments` names the arguments of a listener. Listeners run in the order in which their rooms
    were loaded, inside the caller's transaction; an exception in one of them aborts it.
    """

    def __init__(self, name: str, arguments: str) -> None:
        self.name = name
        self.arguments = arguments
        self.listeners: list[Listener] = []
        HOOKS[name] = self

    def __call__(self, listener: Listener) -> Listener:
        self.listeners.append(listener)
        return listener

    def run(self, *arguments) -> list:
        """Call every listener; return the list of their results."""
        return [listener(*arguments) for listener in self.listeners]


class Registry(dict[str, T]):
    """Entries that rooms declare, by name. `about` describes what an entry is."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__()
        self.about = about
        REGISTRIES[name] = self

    def add(self, key: str, entry: T) -> T:
        """Add an entry. Raises ValueError when the key is taken: that is a programming error."""
        if key in self:
            raise ValueError(f"{key} is registered already: {self.about}")
        self[key] = entry
        return entry
