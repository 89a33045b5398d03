"""Actions on tenants: file access, consent, network map, measurements and rights requests."""

from tenants.actions.around import (
    add_contact,
    change_contact,
    note,
    record_consent,
    record_wish,
    remove_contact,
    take_snapshot,
    withdraw_consent,
)
from tenants.actions.file_access import (
    change_reach,
    open_with_reason,
    review_access,
    shield,
    unshield,
)
from tenants.actions.letters import (
    confirm_address,
    doubt_address,
    mark_letter_returned,
    write_letter,
)
from tenants.actions.measurements import enter_form, record_permission
from tenants.actions.rights import (
    answer_request,
    erase,
    extend_request,
    give_subject_access,
    receive_request,
    rectify,
    restrict,
)
from tenants.actions.vital import ask_vital, decide_vital, review_vital

__all__ = [
    "add_contact",
    "answer_request",
    "ask_vital",
    "change_contact",
    "change_reach",
    "confirm_address",
    "decide_vital",
    "doubt_address",
    "enter_form",
    "erase",
    "extend_request",
    "give_subject_access",
    "mark_letter_returned",
    "note",
    "open_with_reason",
    "receive_request",
    "record_consent",
    "record_permission",
    "record_wish",
    "rectify",
    "remove_contact",
    "restrict",
    "review_access",
    "review_vital",
    "shield",
    "take_snapshot",
    "unshield",
    "withdraw_consent",
    "write_letter",
]
