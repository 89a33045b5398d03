"""How a room lets other rooms act when something happens, and what rooms declare to it.

A room below cannot import a room above. It defines a `Hook` and runs it; rooms above register a
listener. A `Registry` holds what rooms declare by name: actions, kinds of message, retention terms.
`manage.py hooks` lists both, with who registered.
"""

from collections.abc import Callable
from typing import TypeVar

Listener = Callable[..., object]
T = TypeVar("T")

HOOKS: dict[str, "Hook"] = {}
REGISTRIES: dict[str, "Registry"] = {}


class Hook:
    """Something that happens in a room. Used as a decorator it registers a listener.

    `arguments` says what a listener is called with. Listeners run in the order in which their rooms
    were loaded, in the transaction of what happened; one that raises stops it.
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
        """Call every listener. Returns what each of them returned."""
        return [listener(*arguments) for listener in self.listeners]


class Registry(dict[str, T]):
    """What rooms declare, by name. `about` says what an entry is."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__()
        self.about = about
        REGISTRIES[name] = self

    def add(self, key: str, entry: T) -> T:
        """Declare an entry. A key that is taken is a mistake of the programmer."""
        if key in self:
            raise ValueError(f"{key} is registered already: {self.about}")
        self[key] = entry
        return entry
