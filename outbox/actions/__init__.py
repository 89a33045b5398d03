"""The life cycle of a message: queued, rendered, delivered, or handled by a person."""

from outbox.actions.by_hand import finish, retry
from outbox.actions.delivery import BATCH, claim, deliver_due, prepare, sweep
from outbox.actions.queueing import (
    deliver_after_commit,
    delivery_is_scheduled,
    delivery_started,
    drop,
    queue,
    start_delivery,
)
from outbox.actions.rendering import address_of, render, render_text, text_for_colleagues

__all__ = [
    "BATCH",
    "address_of",
    "claim",
    "deliver_after_commit",
    "deliver_due",
    "delivery_is_scheduled",
    "delivery_started",
    "drop",
    "finish",
    "prepare",
    "queue",
    "render",
    "render_text",
    "retry",
    "start_delivery",
    "sweep",
    "text_for_colleagues",
]
