"""Turn-taking: who must act by when; begin, remind, end and withdraw."""

import datetime

from django.utils import timezone

from accounts.models import User
from ground.refusals import Refused
from ground.workdays import working_days_after, working_days_before
from outbox import actions as outbox
from referrals.models import Handover, Referral
from referrals.partner_digest import queue_digest, wants_digest
from referrals.recipients import notify_partner, partner_address, sender_of
from referrals.terms import STEPS, due_after
from signals.models import FollowUp, Signal, Visit
from signals.next_step import cancel_coming, plan
from signals.terms import term_of
from tenants.models import Tenant

REMIND_AT = datetime.time(9)


def next_for_sender(
    referral: Referral, kind: str, *, by: User, due_on: datetime.date | None = None
) -> None:
    """Put the next step on the sender's list. A closed signal gets none, and neither does a tenant
    who restricted the use of their data: the open step rests until that is lifted."""
    if referral.tenant.restricted_at:
        return
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
    """Move to a status in which it is somebody's turn: plan the sender's step for `due_on` and
    queue the partner's reminder a working day before. With `again` the status may stay the same."""
    due_on = due_on or due_after(to)
    if again and to == referral.status:
        still = Referral.objects.filter(pk=referral.pk, status=to)
        if not still.update(due_on=due_on, **changes):
            raise Refused("Iemand anders was je net voor. Open de pagina opnieuw.")
        referral.due_on = due_on
    else:
        referral.move(to, by=by, due_on=due_on, **changes)
    if not stands_for_itself(referral):
        next_for_sender(referral, kind or STEPS[to], by=by, due_on=due_on)
    remind(referral)


def standing_visit(signal_id: int) -> Visit | None:
    """Return the home visit that a colleague still has to make for this signal, if any: nobody
    waits at home for a visit that a referral took off the list."""
    ahead = Visit.objects.not_cancelled().filter(signal=signal_id, starts_at__gt=timezone.now())
    return ahead.filter(follow_up__done_at=None, handover=None).order_by("starts_at").first()


def stands_for_itself(referral: Referral) -> bool:
    """Whether an appointment with the tenant already is the next step, and stays it."""
    return has_appointment(referral) or standing_visit(referral.signal_id) is not None


def has_appointment(referral: Referral) -> bool:
    """Whether a future handover is planned for this signal, also with another partner."""
    ahead = Handover.objects.not_cancelled().filter(visit__starts_at__gt=timezone.now())
    return ahead.filter(visit__signal=referral.signal_id).exists()


def remind(referral: Referral) -> None:
    """Queue two reminders for the partner, when it is the partner's turn: a working day before the
    due day and one after it. Then the sender's own step is late, and the sender acts. Each turn has
    its own keys, also when two turns begin on one day."""
    outbox.drop(f"referral:{referral.pk}:waiting:")
    if referral.waits_for != Referral.Turn.PARTNER:
        return
    offered = referral.status == Referral.Status.OFFERED
    before = working_days_before(referral.due_on, 1)
    after = working_days_after(referral.due_on, 1)
    to = referral.partner.inbox if offered else partner_address(referral)
    kind = "referral_waiting" if offered else "referral_tell"
    user = wants_digest(to, kind)
    for day in (before, after):
        due_at = timezone.make_aware(datetime.datetime.combine(day, REMIND_AT))
        if user:
            queue_digest(user, due_at)
            continue
        key = f"referral:{referral.pk}:waiting:{timezone.now().isoformat()}:{day}"
        outbox.queue(key, to, kind, due_at=due_at, referral=referral.pk)


def end_turn(referral: Referral) -> None:
    """Drop the queued reminders and revoke the access links."""
    outbox.drop(f"referral:{referral.pk}:waiting:")
    referral.access_links.filter(revoked_at=None).update(revoked_at=timezone.now())


def return_to_consultant(referral: Referral, kind: str, *, by: User) -> None:
    """Hand the signal back to the consultant, unless another partner still has an open referral."""
    signal = Signal.objects.select_for_update().get(pk=referral.signal_id)
    elsewhere = Referral.objects.open().filter(signal=signal).exclude(pk=referral.pk)
    if signal.status == Signal.Status.REFERRED and not elsewhere.exists():
        signal.move(Signal.Status.TALKING, by=by)
    if not stands_for_itself(referral):
        next_for_sender(referral, kind, by=by, due_on=_no_later(signal, kind))


def _no_later(signal: Signal, kind: str) -> datetime.date:
    """Return the day for a step of this kind: after its term, but not later than the step that it
    replaces."""
    today = timezone.localdate()
    day = working_days_after(today, term_of(kind, signal.urgency))
    standing = signal.follow_ups.open().first()
    return max(today, min(day, standing.due_on)) if standing else day


def cancel_handover(referral: Referral) -> None:
    """Cancel the future handover; it stays in calendars as cancelled, and the tenant hears it."""
    cancel_coming(Visit.objects.filter(handover__referral=referral))


def withdraw_sent(referral: Referral, *, by: User) -> None:
    """Withdraw what was sent: drop queued mail, notify both sides, plan a call. A trigger deletes
    what was shared."""
    referral.move(Referral.Status.WITHDRAWN, by=by)
    outbox.drop(f"referral:{referral.pk}:")
    outbox.drop(f"tenant:{referral.pk}:")
    end_turn(referral)
    cancel_handover(referral)
    notify_partner(referral, "referral_withdrawn", "withdrawn")
    return_to_consultant(referral, FollowUp.Kind.CALL, by=by)


def withdraw_all(tenant: Tenant, by: User) -> None:
    """Withdraw every open referral of a tenant; partners learn only that they were withdrawn."""
    related = ("partner", "sender", "signal__owner", "taken_by")
    for referral in Referral.objects.open().filter(tenant=tenant).select_related(*related):
        withdraw_sent(referral, by=by)
