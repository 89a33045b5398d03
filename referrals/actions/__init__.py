"""Actions on a referral, in order of its life cycle: draft, send, answer, report, end."""

from referrals.actions.access_links import revoke_access_links, send_code, use_code
from referrals.actions.answers import accept, ask, decline, reply, say
from referrals.actions.clock import tick
from referrals.actions.colleagues import export_own, hand_over, take_over, write_note
from referrals.actions.handover import confirm_handover, plan_handover, propose_time
from referrals.actions.progress import (
    pause,
    record_contact,
    report_back,
    resume,
    take_back_contact,
)
from referrals.actions.sending import (
    choose,
    export,
    offer_second,
    record_answer,
    require_referable,
    send,
    start,
    withdraw,
    write_wish,
)

__all__ = [
    "accept",
    "ask",
    "choose",
    "confirm_handover",
    "decline",
    "export",
    "export_own",
    "hand_over",
    "offer_second",
    "pause",
    "plan_handover",
    "propose_time",
    "record_answer",
    "record_contact",
    "reply",
    "report_back",
    "require_referable",
    "resume",
    "revoke_access_links",
    "say",
    "send",
    "send_code",
    "start",
    "take_back_contact",
    "take_over",
    "tick",
    "use_code",
    "withdraw",
    "write_note",
    "write_wish",
]
