"""The next step of a signal. Every open signal has exactly one, with one owner and one date."""

from datetime import date, time

from django.utils import timezone

from accounts.models import User
from audit.models import record
from outbox import actions as outbox
from signals.models import FollowUp, Signal
from signals.terms import FIRST, TERMS, working_days_after

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome


def first_step(signal: Signal, *, by: User) -> FollowUp:
    """The first follow-up, in the transaction that logs the signal."""
    due_on = working_days_after(timezone.localdate(), FIRST[signal.urgency])
    return _open(signal, Kind.ASSESS, due_on=due_on, owner=signal.owner, at_time=None, by=by)


def plan(
    signal: Signal,
    kind: str,
    *,
    by: User,
    due_on: date | None = None,
    owner: User | None = None,
    at_time: time | None = None,
) -> FollowUp | None:
    """End the open step as replaced and open the next one; a closed signal gets none.

    Other rooms call this inside their own actions; `by` may be a partner's worker, who cannot see
    the signal. Without a date the term of the kind decides, in working days from today.
    """
    signal = Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)
    if not signal.is_open:
        return None
    end_open_step(signal, Outcome.REPLACED, by=by)
    due_on = due_on or working_days_after(timezone.localdate(), TERMS[kind])
    owner = owner or signal.owner
    return _open(signal, kind, due_on=due_on, owner=owner, at_time=at_time, by=by)


def end_open_step(signal: Signal, outcome: str, *, by: User, words: str = "") -> bool:
    """End the open step, if there is one; takes back a reminder that has not left."""
    step = signal.follow_ups.open().first()
    if step is None:
        return False
    ended = FollowUp.objects.filter(pk=step.pk, done_at=None).update(
        done_at=timezone.now(), done_by_id=by.pk, outcome=outcome, words=words
    )
    outbox.drop(f"follow-up:{step.pk}:")
    return bool(ended)


def _open(
    signal: Signal, kind: str, *, due_on: date, owner: User, at_time: time | None, by: User
) -> FollowUp:
    step = FollowUp.objects.create(
        signal=signal, kind=kind, owner=owner, due_on=due_on, at_time=at_time
    )
    record("signals.plan", step, by=by, kind=str(kind), due_on=due_on.isoformat())
    return step
