"""The next step of a signal. Every open signal has exactly one, with one owner and one date."""

from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.models import record
from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox import actions as outbox
from outbox.models import Message
from signals.companions import tell_companion
from signals.models import FollowUp, Signal, Visit
from signals.reminders import remind_at_once
from signals.terms import FURTHEST_DAYS, term_of

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome


def lock_signal(signal: Signal) -> Signal:
    """Lock the signal and return it as it is now. Every change of its steps takes this lock first,
    so that concurrent changes wait for each other and do not deadlock."""
    return Signal.objects.select_for_update(of=("self",)).get(pk=signal.pk)


def first_step(signal: Signal, *, by: User) -> FollowUp:
    """Create the first follow-up in the transaction that logs the signal; remind at once if
    urgent."""
    today = timezone.localdate()
    kind = Kind.URGENT if signal.urgency == Signal.Urgency.TODAY else Kind.ASSESS
    if signal.status == Signal.Status.UNVERIFIED:
        kind = Kind.TRIAGE
    step = _open(signal, kind, working_days_after(today, term_of(kind, signal.urgency)), by=by)
    if signal.urgency == Signal.Urgency.TODAY:
        remind_at_once(step)
    return step


def plan(
    signal: Signal,
    kind: str,
    *,
    by: User,
    due_on: date | None = None,
    owner: User | None = None,
    at_time: time | None = None,
) -> FollowUp | None:
    """End the open step as replaced, and open the next one. Return None for a closed signal.

    Other rooms call this inside their own actions; `by` may be a partner's worker, who cannot see
    the signal. Without a date the term of the kind applies, in working days from today. Refused for
    a day in the past, or more than 400 days ahead.
    """
    signal = lock_signal(signal)
    if not signal.is_open:
        return None
    if kind == Kind.LETTER and signal.has_died:
        raise Refused("Deze huurder is overleden. Er gaat geen brief meer. Sluit het signaal af.")
    today = timezone.localdate()
    if due_on and due_on < today:
        raise Refused("Deze dag is al voorbij. Kies vandaag of later.")
    if due_on and due_on > today + timedelta(days=FURTHEST_DAYS):
        raise Refused(f"Kies een dag binnen {FURTHEST_DAYS} dagen. Zo raakt niemand uit beeld.")
    for step in signal.follow_ups.open():
        end(step, Outcome.REPLACED, by=by)
    return _open(
        signal,
        kind,
        due_on or working_days_after(today, term_of(kind, signal.urgency)),
        by=by,
        owner=owner,
        at_time=at_time,
    )


def end(step: FollowUp, outcome: str, *, by: User, words: str = "") -> bool:
    """End a step and drop its unsent messages. Return False if somebody else ended it first."""
    done = {"done_at": timezone.now(), "done_by_id": by.pk, "outcome": outcome, "words": words}
    if not FollowUp.objects.filter(pk=step.pk, done_at=None).update(**done):
        return False
    for field, value in done.items():
        setattr(step, field, value)
    outbox.drop(f"follow-up:{step.pk}:")
    if outcome != Outcome.MOVED:
        cancel_visits(step)
    return True


def end_open_step(signal: Signal, outcome: str, *, by: User, words: str = "") -> bool:
    """End the open step of a locked signal. Return whether there was one."""
    return any(end(step, outcome, by=by, words=words) for step in signal.follow_ups.open())


def cancel_visits(step: FollowUp, *, told_off: str = "") -> None:
    """Cancel the coming visits of a step; `told_off` is how the tenant hears it."""
    cancel_coming(Visit.objects.filter(follow_up=step), told_off=told_off)


def cancel_coming(visits: QuerySet[Visit], *, told_off: str = "") -> None:
    """Cancel those of the visits that are still to come: they stay in the calendar as cancelled,
    letters are dropped, and companions hear it.

    `told_off` is how the tenant hears it. Without it, a tenant who may know of the visit must be
    called.
    """
    now = timezone.now()
    ids = list(visits.not_cancelled().filter(starts_at__gt=now).values_list("pk", flat=True))
    Visit.objects.filter(pk__in=ids).update(
        cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    for visit in Visit.objects.filter(pk__in=ids):
        outbox.drop(f"visit:{visit.pk}:")
        tell_companion(visit)
        _tell_off(visit, told_off)


def _tell_off(visit: Visit, told_off: str) -> None:
    """Set how the tenant hears that a visit is cancelled, and queue the letter."""
    if not told_off and not may_know(visit):
        return
    visit.told_off = told_off or Visit.Told.CALL
    visit.told_off_at = timezone.now() if told_off == Visit.Told.AGREED else None
    visit.save(update_fields=["told_off", "told_off_at"])
    if told_off == Visit.Told.LETTER:
        outbox.queue(
            f"visit-off:{visit.pk}:{visit.sequence}",
            f"brief dat huisbezoek {visit.pk} niet doorgaat",
            "visit_cancelled",
            channel=Message.Channel.LETTER,
            visit=visit.pk,
        )


def may_know(visit: Visit) -> bool:
    """Return whether the tenant may know of this visit: it was agreed or told, or a letter left."""
    letters = Message.objects.filter(key__startswith=f"visit:{visit.pk}:", kind="visit_announced")
    return (
        bool(visit.told_at)
        or letters.exclude(status__in=[Message.Status.QUEUED, Message.Status.DROPPED]).exists()
    )


def visit_of(step: FollowUp) -> Visit | None:
    """Return the visit planned for a step, or None."""
    return Visit.objects.not_cancelled().filter(follow_up=step).first()


def moment(day: date, at: time) -> datetime:
    """Return an aware datetime in local time. A time that does not exist in spring moves forward;
    one that occurs twice in autumn is the first."""
    return timezone.make_aware(datetime.combine(day, at))


def reassign(signal: Signal, to: User, *, verb: str, by: User) -> Signal:
    """Give a signal and its open step to another owner, and cancel the previous owner's visit."""
    now = lock_signal(signal)
    was = now.owner_id
    Signal.objects.filter(pk=now.pk).update(owner=to)
    for step in now.follow_ups.open():
        reassign_step(step, to, by=by)
    now.owner = to
    record(verb, now, by=by, was=was, to=to.pk)
    return now


def reassign_step(step: FollowUp, to: User, *, by: User) -> None:
    """Give an open step to another owner: cancel the previous owner's visit, and remind the new
    owner at once if the step is urgent and due. The next digest counts it as new."""
    if step.owner_id == to.pk:
        return
    cancel_visits(step)
    outbox.drop(f"follow-up:{step.pk}:")
    heard_at = timezone.now() if to == by else None
    FollowUp.objects.filter(pk=step.pk).update(owner=to, reminded_at=None, heard_at=heard_at)
    step.owner = to
    if to != by and step.kind == Kind.URGENT and step.due_on <= timezone.localdate():
        remind_at_once(step)


def _open(
    signal: Signal,
    kind: str,
    due_on: date,
    *,
    by: User,
    owner: User | None = None,
    at_time: time | None = None,
) -> FollowUp:
    owner = owner or signal.owner
    step = FollowUp.objects.create(
        signal=signal,
        kind=kind,
        owner=owner,
        due_on=due_on,
        at_time=at_time,
        heard_at=timezone.now() if owner == by else None,
    )
    record("signals.plan", step, by=by, kind=str(kind), due_on=due_on.isoformat())
    return step
