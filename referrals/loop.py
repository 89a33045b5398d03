"""Around an answer: who hears about it, and whose turn it is."""

import datetime

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from ground.refusals import Refused
from ground.workdays import working_days_before
from outbox import actions as outbox
from partners.models import Worker
from referrals.models import Handover, Referral
from referrals.terms import STEPS, due_after
from signals.models import FollowUp, Signal, Visit
from signals.next_step import plan

REMIND_AT = datetime.time(9)


def sender_of(referral: Referral) -> User:
    """Who hears from the partner: the sender, or the signal's owner when the sender has left, or
    does other work now."""
    sender = referral.sender
    return sender if sender.can(Can.REFER) else referral.signal.owner


def partner_address(referral: Referral) -> str:
    """Where the partner reads: the shared inbox, and from acceptance on whoever took it."""
    taken_by = referral.taken_by
    if taken_by and taken_by.can(Can.ANSWER_REFERRAL):
        there = Worker.objects.present().filter(partner=referral.partner_id, user=taken_by)
        if there.exists():
            return taken_by.email
    return referral.partner.inbox


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


def begin_turn(
    referral: Referral,
    to: str,
    *,
    by: User,
    due_on: datetime.date | None = None,
    kind: str = "",
    again: bool = False,
    **changes,
) -> None:
    """A status with somebody whose turn it is, until a day: the sender's list waits for that day,
    and a partner is reminded a working day before. With `again` the status may stay the same."""
    due_on = due_on or due_after(to)
    if again and to == referral.status:
        still = Referral.objects.filter(pk=referral.pk, status=to)
        if not still.update(due_on=due_on, **changes):
            raise Refused("Iemand anders was je net voor. Ververs de pagina.")
        referral.due_on = due_on
    else:
        referral.move(to, by=by, due_on=due_on, **changes)
    if not has_appointment(referral):
        # An appointment of three is the next step already, whatever is told before it.
        next_for_sender(referral, kind or STEPS[to], by=by, due_on=due_on)
    remind(referral)


def has_appointment(referral: Referral) -> bool:
    """Whether an appointment of three stands at this signal, also one with another partner."""
    ahead = Handover.objects.standing().filter(visit__starts_at__gt=timezone.now())
    return ahead.filter(visit__signal=referral.signal_id).exists()


def remind(referral: Referral) -> None:
    """One reminder for whose turn it is now. Each turn has one of its own, also when two turns
    begin on one day."""
    outbox.drop(f"referral:{referral.pk}:waiting:")
    if referral.waits_for != Referral.Turn.PARTNER:
        return
    remind_on = working_days_before(referral.due_on, 1)
    offered = referral.status == Referral.Status.OFFERED
    outbox.queue(
        f"referral:{referral.pk}:waiting:{timezone.now().isoformat()}",
        referral.partner.inbox if offered else partner_address(referral),
        "referral_waiting" if offered else "referral_tell",
        due_at=timezone.make_aware(datetime.datetime.combine(remind_on, REMIND_AT)),
        referral=referral.pk,
    )


def end_turn(referral: Referral) -> None:
    """It is over: no reminder leaves any more, and no link opens it."""
    outbox.drop(f"referral:{referral.pk}:waiting:")
    referral.passes.filter(revoked_at=None).update(revoked_at=timezone.now())


def back_to_consultant(referral: Referral, kind: str, *, by: User) -> None:
    """The partner's part is over: the consultant goes on, unless another partner has a part."""
    signal = Signal.objects.select_for_update().get(pk=referral.signal_id)
    elsewhere = Referral.objects.open().filter(signal=signal).exclude(pk=referral.pk)
    if signal.status == Signal.Status.REFERRED and not elsewhere.exists():
        signal.move(Signal.Status.TALKING, by=by)
    next_for_sender(referral, kind, by=by)


def call_off_handover(referral: Referral) -> None:
    """The appointment of three is off: it stays in calendars as cancelled."""
    now = timezone.now()
    visits = Visit.objects.standing().filter(handover__referral=referral, starts_at__gt=now)
    visits.update(cancelled_at=now, changed_at=now, sequence=F("sequence") + 1)


def take_back(referral: Referral, *, by: User) -> None:
    """Withdraw what was sent: nothing stays shared or waits to be sent, and both sides know."""
    referral.move(Referral.Status.WITHDRAWN, by=by)
    referral.shares.all().delete()
    outbox.drop(f"referral:{referral.pk}:")
    outbox.drop(f"tenant:{referral.pk}:")
    end_turn(referral)
    call_off_handover(referral)
    tell_partner(referral, "referral_withdrawn", "withdrawn")
    back_to_consultant(referral, FollowUp.Kind.CALL, by=by)
