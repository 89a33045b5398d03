"""The life of a meetup and of who wants to come, in the order it happens."""

from activities.actions.clock import tick
from activities.actions.door import mark_attended, unmark_attended
from activities.actions.placing import (
    add_place,
    book,
    change_place,
    close_place,
    in_the_way,
    release,
)
from activities.actions.planning import cancel_meetup, change_meetup, plan_meetup, too_few_chairs
from activities.actions.series import (
    change_series,
    end_series,
    grow_all,
    missing,
    start_series,
)
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
    "add_place",
    "book",
    "cancel_meetup",
    "cancel_own",
    "cancel_sign_up",
    "change_meetup",
    "change_place",
    "change_series",
    "close_place",
    "end_series",
    "grow_all",
    "in_the_way",
    "mark_attended",
    "missing",
    "plan_meetup",
    "release",
    "seat",
    "sign_up",
    "start_series",
    "tick",
    "too_few_chairs",
    "unmark_attended",
    "wait_again",
]
