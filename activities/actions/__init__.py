"""The life of a meetup and of who wants to come, in the order it happens."""

from activities.actions.clock import tick
from activities.actions.door import mark_attended, unmark_attended
from activities.actions.planning import cancel_meetup, change_meetup, plan_meetup, too_few_chairs
from activities.actions.signing import (
    accept_offer,
    accept_own,
    cancel_own,
    cancel_sign_up,
    seat,
    sign_up,
    wait_again,
)

__all__ = [
    "accept_offer",
    "accept_own",
    "cancel_meetup",
    "cancel_own",
    "cancel_sign_up",
    "change_meetup",
    "mark_attended",
    "plan_meetup",
    "seat",
    "sign_up",
    "tick",
    "too_few_chairs",
    "unmark_attended",
    "wait_again",
]
