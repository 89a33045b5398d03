"""The life cycle of a message: queued, rendered, delivered, or handled by a person."""

from outbox.actions.by_hand import finish, retry
from outbox.actions.delivery import BATCH, claim, deliver_due, prepare, sweep
from outbox.actions.queueing import bell_is_set, drop, heard, queue, ring
from outbox.actions.rendering import address_of, in_words, render, shown

__all__ = [
    "BATCH",
    "address_of",
    "bell_is_set",
    "claim",
    "deliver_due",
    "drop",
    "finish",
    "heard",
    "in_words",
    "prepare",
    "queue",
    "render",
    "retry",
    "ring",
    "shown",
    "sweep",
]
