"""Changes by a colleague to a message that needs a person."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from outbox.actions.queueing import start_delivery
from outbox.models import Message

Status = Message.Status


@action(Can.SEE_POST, says="nog een keer verstuurd")
def retry(message: Message, *, by: User) -> Message:
    """Queue a message again, with its attempts reset, after a person has checked it."""
    fresh = {"due_at": timezone.now(), "attempts": 0, "deferred_since": None, "error": ""}
    message.move(Status.QUEUED, by=by, **fresh)
    transaction.on_commit(start_delivery, robust=True)
    return message


@action(Can.SEE_POST, says="afgerond")
def finish(message: Message, *, by: User) -> Message:
    """Mark a message as done by hand (telephoned, posted) or no longer needed."""
    message.move(Status.DONE, by=by, sent_at=timezone.now())
    return message
