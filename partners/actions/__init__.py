"""Actions on a partner: its details, agreements, people and services; switching off and merging."""

from partners.actions.agreements import agree, end_agreement, keep_up
from partners.actions.organisations import (
    add,
    assure,
    change_capacity,
    edit,
    merge,
    switch_off,
    switch_on,
)
from partners.actions.people import (
    accept_invitation,
    choose_mails,
    invite,
    leave,
    make_lead,
    revoke_invitation,
    send_invitation_code,
    use_invitation_code,
)
from partners.actions.services import add_service, change_service, remove_service

__all__ = [
    "accept_invitation",
    "add",
    "add_service",
    "agree",
    "assure",
    "change_capacity",
    "change_service",
    "choose_mails",
    "edit",
    "end_agreement",
    "invite",
    "keep_up",
    "leave",
    "make_lead",
    "merge",
    "remove_service",
    "revoke_invitation",
    "send_invitation_code",
    "switch_off",
    "switch_on",
    "use_invitation_code",
]
