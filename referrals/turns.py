"""Whose turn it is, and until when: a turn begins, is reminded of, ends or is taken back."""

import datetime

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from ground.refusals import Refused
from ground.workdays import working_days_before
from outbox import actions as outbox
from referrals.models import Handover, Referral
from referrals.recipients import partner_address, sender_of, tell_partner
from referrals.terms import STEPS, due_after
from signals.models import FollowUp, Signal, Visit
from signals.next_step import plan
from tenants.models import Tenant

REMIND_AT = datetime.time(9)


def next_for_sender(
    referral: Referral, kind: str, *, by: User, due_on: datetime.date | None = None
) -> None:
    """Put the next step on the sender's list. A closed signal gets none."""
    plan(referral.signal, kind, by=by, due_on=due_on, owner=sender_of(referral))


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
    referral.access_links.filter(revoked_at=None).update(revoked_at=timezone.now())


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


def take_all_back(tenant: Tenant, by: User) -> None:
    """Withdraw every open referral of a tenant; partners hear only that they were withdrawn."""
    related = ("partner", "sender", "signal__owner", "taken_by")
    for referral in Referral.objects.open().filter(tenant=tenant).select_related(*related):
        take_back(referral, by=by)
