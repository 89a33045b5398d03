"""Who must agree before a signal ends, or turns out to be about another: rooms sign up here."""

from collections.abc import Callable

from accounts.models import User
from signals.models import Signal

Ending = Callable[[Signal, User], None]
_endings: list[Ending] = []


def on_ending(ending: Ending) -> Ending:
    """Register `ending(signal, by)`: it settles what hangs on the signal, or refuses."""
    _endings.append(ending)
    return ending


def settle(signal: Signal, by: User) -> None:
    for ending in _endings:
        ending(signal, by)
