"""The life of a signal, in the order it happens."""

from signals.actions.clock import adopt_orphans, stop_checks, tick
from signals.actions.ending import close, merge, reopen, rest
from signals.actions.follow_ups import (
    change_visit,
    correct,
    finish,
    mark_told,
    plan_visit,
    record_conversation,
    undo,
)
from signals.actions.handover import cover, end_cover, hand_over, hand_over_all
from signals.actions.intake import hear, link_tenant, log, pick_up, reword, verify
from signals.actions.rounds import end_round, finish_stop, start_round
from signals.actions.settings import (
    add_sign,
    add_track,
    change_sign,
    change_track,
    export,
    open_feed,
    remove_track,
    retire_sign,
    revoke_feed,
    set_term,
)

__all__ = [
    "add_sign",
    "add_track",
    "adopt_orphans",
    "change_sign",
    "change_track",
    "change_visit",
    "close",
    "correct",
    "cover",
    "end_cover",
    "end_round",
    "export",
    "finish",
    "finish_stop",
    "hand_over",
    "hand_over_all",
    "hear",
    "link_tenant",
    "log",
    "mark_told",
    "merge",
    "open_feed",
    "pick_up",
    "plan_visit",
    "record_conversation",
    "remove_track",
    "reopen",
    "rest",
    "retire_sign",
    "revoke_feed",
    "reword",
    "set_term",
    "start_round",
    "stop_checks",
    "tick",
    "undo",
    "verify",
]
