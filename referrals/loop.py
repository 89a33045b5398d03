"""Around an answer: who hears about it, and whose turn it is."""

import datetime

from django.utils import timezone

from accounts.models import User
from outbox import actions as outbox
from referrals.models import Referral
from signals.models import FollowUp, Signal
from signals.planning import plan
from signals.terms import limit
from signals.workdays import working_days_after, working_days_before

REMIND_AT = datetime.time(9)


def sender_of(referral: Referral) -> User:
    """Who hears from the partner: the sender, or the signal's owner when the sender has left."""
    sender = referral.sender
    return sender if sender.is_active else referral.signal.owner


def partner_address(referral: Referral) -> str:
    """Where the partner reads: the shared inbox, and from acceptance on whoever took it."""
    taken_by = referral.taken_by
    return taken_by.email if taken_by and taken_by.is_active else referral.partner.inbox


def next_for_sender(
    referral: Referral, kind: str, *, by: User, due_on: datetime.date | None = None
) -> None:
    """Put the next step on the sender's list. A closed signal gets none."""
    plan(referral.signal, kind, by=by, due_on=due_on, owner=sender_of(referral))


def tell_sender(referral: Referral, kind: str, occasion: str) -> None:
    """Mail the sender, once for each occasion."""
    key = f"referral:{referral.pk}:{occasion}"
    outbox.queue(key, sender_of(referral).email, kind, referral=referral.pk)


def tell_partner(referral: Referral, kind: str, occasion: str) -> None:
    """Mail the partner, once for each occasion."""
    key = f"referral:{referral.pk}:{occasion}"
    outbox.queue(key, partner_address(referral), kind, referral=referral.pk)


def await_answer(referral: Referral, *, by: User) -> None:
    """The partner's turn: reminded a working day before the term ends, when the sender looks."""
    next_for_sender(referral, FollowUp.Kind.PARTNER_ANSWERS, by=by, due_on=referral.answer_by)
    remind_on = working_days_before(referral.answer_by, 1)
    # Each turn has a reminder of its own, also when two turns begin on one day.
    outbox.queue(
        f"referral:{referral.pk}:waiting:{referral.status_since.isoformat()}",
        referral.partner.inbox,
        "referral_waiting",
        due_at=timezone.make_aware(datetime.datetime.combine(remind_on, REMIND_AT)),
        referral=referral.pk,
    )


def answer_by() -> datetime.date:
    """The last day of the term that starts today."""
    return working_days_after(timezone.localdate(), limit(FollowUp.Kind.PARTNER_ANSWERS))


def back_to_consultant(referral: Referral, kind: str, *, by: User) -> None:
    """The partner's part is over: the consultant goes on, unless another partner has a part."""
    signal = Signal.objects.select_for_update().get(pk=referral.signal_id)
    elsewhere = Referral.objects.open().filter(signal=signal).exclude(pk=referral.pk)
    if signal.status == Signal.Status.REFERRED and not elsewhere.exists():
        signal.move(Signal.Status.TALKING, by=by)
    next_for_sender(referral, kind, by=by)


def take_back(referral: Referral, *, by: User) -> None:
    """After a withdrawal: nothing stays shared, nothing waits to be sent, and both sides know."""
    referral.shares.all().delete()
    outbox.drop(f"referral:{referral.pk}:")
    tell_partner(referral, "referral_withdrawn", "withdrawn")
    back_to_consultant(referral, FollowUp.Kind.CALL, by=by)
