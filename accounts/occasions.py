"""Something happens in a room, and rooms above it must act: they sign up, and are told."""

from collections.abc import Callable

Act = Callable[..., None]


def occasion() -> tuple[Callable[[Act], Act], Act]:
    """A decorator to sign up with, and a function that tells all who did, in that order.

    What they do is in the transaction of what happened; one that raises stops it.
    """
    acts: list[Act] = []

    def on(act: Act) -> Act:
        acts.append(act)
        return act

    def tell(*about) -> None:
        for act in acts:
            act(*about)

    return on, tell
