"""Watch which messages an action queues, and compare them with config/who_hears.py."""

import sys
from types import FrameType

from audit import guards
from config.who_hears import MESSAGES


def verb_in(frame: FrameType | None) -> str | None:
    """Return the verb of the outermost action that is running; None when there is none."""
    verb = None
    while frame:
        code = frame.f_code
        if code.co_name == "guarded" and code.co_filename == guards.__file__:
            verb = frame.f_locals["verb"]
        frame = frame.f_back
    return verb


def require_declared(kind: str) -> None:
    """Fail when the action that is running queues a message that its row does not name."""
    verb = verb_in(sys._getframe(1))
    if verb and kind not in MESSAGES.get(verb, "").split():
        raise AssertionError(
            f"{verb} queues '{kind}'. Say in MESSAGES of config/who_hears.py who hears it."
        )


def watched(queue):
    """Return `queue` with the comparison before it."""

    def compared(key: str, to: str, kind: str, **kwargs) -> bool:
        require_declared(kind)
        return queue(key, to, kind, **kwargs)

    return compared
