"""Test data for forms of a busy hour, kept through the action."""

import uuid

from accounts.models import stranger
from activities.models import Meetup
from ground.tokens import hash_token
from unsorted import actions
from unsorted.models import UnsortedForm

MOBILE, LANDLINE = "+31 6 12345678", "+31 88 000 1234"


def kept(kind: str, fields: dict, **reached) -> tuple[UnsortedForm, str]:
    """Keep a form; returns its row, and the token of its page."""
    token = actions.keep(kind=kind, fields=fields, by=stranger(), **reached)
    return UnsortedForm.objects.get(token_hash=hash_token(token)), token


def a_kept_report(**changes) -> tuple[UnsortedForm, str]:
    """A neighbour's report, without a way to reach the neighbour."""
    fields = {
        "key": str(uuid.uuid4()), "noticed_by": "neighbour", "typed_address": "Merelstraat 14",
        "fact": "De gordijnen zijn al weken dicht.", "name": "", "phone": "", "email": "",
        "wants_news": False, "urgency": "week",
    } | changes  # fmt: skip
    return kept("report", fields, phone=fields["phone"], email=fields["email"])


def a_kept_sign_up(meetup: Meetup, **changes) -> tuple[UnsortedForm, str]:
    """A guest with a mobile telephone who comes alone."""
    fields = {
        "key": str(uuid.uuid4()), "name": "Ans de Wit", "phone": MOBILE, "party": 1, "fetch": False,
        "code": None, "on_behalf": "", "language": "nl", "meetup": meetup.pk,
    } | changes  # fmt: skip
    return kept("sign_up", fields, phone=fields["phone"])


def a_kept_buddy_request(**changes) -> tuple[UnsortedForm, str]:
    """Somebody with a mobile telephone who would like to drink coffee."""
    fields = {"key": str(uuid.uuid4()), "things": ["koffie"], "phone": MOBILE} | changes
    return kept("request_buddy", fields, phone=fields["phone"])
