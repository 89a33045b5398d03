"""Actions on signals, in the order of a signal's life."""

from signals.actions.clock import end_expired_aftercare, reassign_orphans, tick
from signals.actions.ending import close, merge, reopen, start_aftercare
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
from signals.actions.intake import link_tenant, log, pick_up, report, reword, verify
from signals.actions.notes import add_note
from signals.actions.rounds import (
    correct_stop,
    corrections,
    end_round,
    finish_stop,
    people_to_do,
    start_round,
)
from signals.actions.settings import (
    add_day_off,
    add_other_service,
    add_sign,
    change_other_service,
    change_sign,
    export,
    open_feed,
    remove_day_off,
    remove_other_service,
    retire_sign,
    revoke_feed,
    set_term,
)

__all__ = [
    "add_day_off",
    "add_note",
    "add_other_service",
    "add_sign",
    "change_other_service",
    "change_sign",
    "change_visit",
    "close",
    "correct",
    "correct_stop",
    "corrections",
    "cover",
    "end_cover",
    "end_expired_aftercare",
    "end_round",
    "export",
    "finish",
    "finish_stop",
    "hand_over",
    "hand_over_all",
    "link_tenant",
    "log",
    "mark_told",
    "merge",
    "open_feed",
    "people_to_do",
    "pick_up",
    "plan_visit",
    "reassign_orphans",
    "record_conversation",
    "remove_day_off",
    "remove_other_service",
    "reopen",
    "report",
    "retire_sign",
    "revoke_feed",
    "reword",
    "set_term",
    "start_aftercare",
    "start_round",
    "tick",
    "undo",
    "verify",
]
