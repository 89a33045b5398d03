"""Follow-up: finish or correct a step, plan a visit, and record a conversation."""

from datetime import date, datetime, time

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, Role
from audit.guards import action
from audit.models import record
from ground.citizen_numbers import remove_bsn
from ground.days import day_in_words
from ground.refusals import Refused
from ground.workdays import working_days_after
from outbox import actions as outbox
from outbox.models import Message
from signals.companions import tell_companion
from signals.endings import record_reopening
from signals.models import Conversation, Ending, FollowUp, Signal, SignalNote, Visit
from signals.next_step import cancel_visits, end, lock_signal, moment, plan, visit_of
from signals.reminders import reminder_address
from signals.reporter_updates import tell_reporter
from signals.terms import is_far, limit

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome
Status = Signal.Status
NOT_HERE = "Deze huurder woont hier niet meer. Kies bellen, of zoek waar iemand nu is."


@action(Can.WORK_SIGNALS, says="afgerond", recorded=False)
def finish(
    follow_up: FollowUp,
    *,
    outcome: str,
    words: str = "",
    next_kind: str = Kind.CALL,
    next_on: date | None = None,
    next_at: time | None = None,
    next_owner: User | None = None,
    why_later: str = "",
    by: User,
) -> FollowUp:
    """Finish a step and plan the next one: an open signal is never left without a step.

    `why_later` is why the next step may be far ahead; the coordinator hears of it, and it stays as
    a note.

    An outcome of MOVED keeps the kind of the step. After a check with outcome WELL the next check
    is planned automatically; after the last check the signal closes and the finished step is
    returned. Refused when somebody else finished the step first: the error says who, and with what
    outcome.
    """
    signal = lock_signal(follow_up.signal)
    if next_kind in FollowUp.CHECKS and signal.status != Status.AFTERCARE:
        raise Refused(
            "Nabellen kan als de huurder dat goedvindt. Sluit af, en vraag het daar. Wil je eerder "
            "nog eens bellen? Kies dan bellen."
        )
    appointment = visit_of(follow_up)
    words = remove_bsn(words)
    if not end(follow_up, outcome, by=by, words=words):
        follow_up.refresh_from_db()
        who = follow_up.done_by or "Iemand anders"
        said = f" ‘{words}’ is niet bewaard." if words else ""
        raise Refused(
            f"{who} rondde deze stap al af: {follow_up.get_outcome_display().lower()}. "
            f"Op de lijst staat de stap die daarna komt.{said}"
        )
    record("signals.finish", follow_up, by=by, outcome=str(outcome))
    resting = signal.status == Status.AFTERCARE and follow_up.kind in FollowUp.CHECKS
    if outcome == Outcome.WELL and resting:
        return _next_check(signal, follow_up, by=by) or follow_up
    _move_on(signal, follow_up, outcome, by=by)
    if outcome == Outcome.MOVED:
        next_kind = follow_up.kind
    owner = next_owner or follow_up.owner
    step = plan(signal, next_kind, by=by, due_on=next_on, at_time=next_at, owner=owner)
    if outcome == Outcome.MOVED and appointment and step:
        _carry(appointment, step, by=by)
    if why_later and step and is_far(step.due_on, signal.urgency):
        _tell_of_late(step, why_later, by=by)
    return step or follow_up


def _tell_of_late(step: FollowUp, why: str, *, by: User) -> None:
    """Keep why a step is far ahead as a note, and tell the coordinators."""
    SignalNote.objects.create(
        signal=step.signal,
        follow_up=step,
        text=remove_bsn(f"Later gepland, {day_in_words(step.due_on)}: {why}")[:500],
        whose=SignalNote.Whose.COLLEAGUE,
        written_by=by,
    )
    record("signals.put_off", step, by=by, due_on=step.due_on.isoformat())
    for coordinator in User.objects.filter(role=Role.COORDINATOR, is_active=True).exclude(pk=by.pk):
        to, channel = reminder_address(coordinator)
        key = f"put-off:{step.pk}:{coordinator.pk}"
        outbox.queue(key, to, "follow_up_put_off", channel=channel, follow_up=step.pk)


def _move_on(signal: Signal, step: FollowUp, outcome: str, *, by: User) -> None:
    """Change the status of the signal to match the outcome of a step."""
    if outcome == Outcome.SPOKEN and step.kind == Kind.TRIAGE:
        return
    if outcome == Outcome.BACK and signal.status == Status.AFTERCARE:
        record_reopening(signal, why=Ending.Why.CALLED, by=by)
        signal.move(Status.PICKED_UP, by=by, reason="", tenant_view="")
    elif outcome == Outcome.SPOKEN and signal.status in (Status.NEW, Status.PICKED_UP):
        signal.move(Status.TALKING, by=by)
    elif signal.status == Status.NEW:
        signal.move(Status.PICKED_UP, by=by)
    tell_reporter(signal)


def _next_check(signal: Signal, done: FollowUp, *, by: User) -> FollowUp | None:
    """Plan the next check, counted from the day aftercare began; close the signal after the
    last."""
    later = list(FollowUp.CHECKS[FollowUp.CHECKS.index(done.kind) + 1 :])
    if not later:
        signal.move(Status.CLOSED, by=by, closed_at=timezone.now())
        tell_reporter(signal)
        return None
    rested_on = timezone.localdate(signal.status_since)
    due_on = working_days_after(rested_on, limit(later[0]))
    tomorrow = working_days_after(timezone.localdate(), 1)
    return plan(signal, later[0], by=by, due_on=max(due_on, tomorrow))


def _carry(visit: Visit, step: FollowUp, *, by: User) -> None:
    """Move a visit to its new step: same calendar UID, higher sequence."""
    if step.at_time is None:
        cancel_visits(visit.follow_up)
        return
    at = moment(step.due_on, step.at_time)
    if at < timezone.now():
        raise Refused("Dit tijdstip is al voorbij. Kies een later tijdstip.")
    Visit.objects.filter(pk=visit.pk).update(
        follow_up=step,
        starts_at=at,
        told_at=None,
        changed_at=timezone.now(),
        sequence=F("sequence") + 1,
    )
    outbox.drop(f"visit:{visit.pk}:")
    visit.refresh_from_db()
    _announce(visit, by=by)


@action(Can.WORK_SIGNALS, says="teruggedraaid", recorded=False)
def undo(follow_up: FollowUp, *, by: User) -> FollowUp:
    """Undo `finish`, as long as nothing was done about the step that followed."""
    signal = lock_signal(follow_up.signal)
    follow_up.refresh_from_db()
    after = FollowUp.objects.open().filter(signal=signal).first()
    undone_in_time = (
        follow_up.done_at is not None
        and follow_up.outcome in FollowUp.BY_HAND
        and follow_up.done_by_id == by.pk
        and timezone.now() - follow_up.done_at < settings.UNDO_FOR
        and after is not None
        and after.pk > follow_up.pk
        and not FollowUp.objects.filter(
            signal=signal, pk__gt=follow_up.pk, pk__lt=after.pk
        ).exists()
    )
    if not undone_in_time:
        raise Refused(
            "Ongedaan maken kan niet meer. Open het signaal: daar verbeter je de uitkomst, en "
            "kies je een andere volgende stap."
        )
    _put_back_visit(follow_up, after, by=by)
    after.delete()
    # An owner who left in the meantime does not get the step back.
    owner = follow_up.owner if follow_up.owner.is_active else by
    FollowUp.objects.filter(pk=follow_up.pk).update(
        done_at=None, done_by=None, outcome="", words="", reminded_at=None, owner=owner
    )
    Conversation.objects.filter(follow_up=follow_up).delete()
    follow_up.refresh_from_db()
    record("signals.undo", follow_up, by=by)
    return follow_up


def _put_back_visit(step: FollowUp, after: FollowUp, *, by: User) -> None:
    """Restore the visit of a step that is reopened by `undo`, at its original time."""
    visits = Visit.objects.filter(
        Q(follow_up=after) | Q(follow_up=step, cancelled_at__gte=step.done_at)
    )
    for visit in visits:
        at = moment(step.due_on, step.at_time) if step.at_time else visit.starts_at
        Visit.objects.filter(pk=visit.pk).update(
            follow_up=step,
            starts_at=at,
            cancelled_at=None,
            told_off="",
            told_off_at=None,
            sequence=F("sequence") + 1,
            changed_at=timezone.now(),
        )
        outbox.drop(f"visit:{visit.pk}:")
        outbox.drop(f"visit-off:{visit.pk}:")
        visit.refresh_from_db()
        _announce(visit, by=by)


@action(Can.WORK_SIGNALS, says="uitkomst verbeterd", recorded=False)
def correct(
    follow_up: FollowUp,
    *,
    outcome: str,
    words: str,
    next_kind: str = "",
    next_on: date | None = None,
    by: User,
) -> FollowUp:
    """Correct the outcome of a finished step. The audit trail keeps the earlier outcome.

    With `next_kind` another step replaces the open one, for the same owner.
    """
    if follow_up.done_at is None or follow_up.outcome not in FollowUp.BY_HAND:
        raise Refused("Alleen een stap die iemand zelf afrondde, kun je verbeteren.")
    if outcome not in FollowUp.BY_HAND:
        raise Refused("Kies hoe het ging.")
    was = follow_up.outcome
    FollowUp.objects.filter(pk=follow_up.pk).update(outcome=outcome, words=remove_bsn(words))
    follow_up.refresh_from_db()
    record("signals.correct", follow_up, by=by, was=was, outcome=str(outcome))
    after = FollowUp.objects.open().filter(signal=follow_up.signal_id).first()
    if next_kind and after:
        plan(follow_up.signal, next_kind, by=by, due_on=next_on, owner=after.owner)
    return follow_up


@action(Can.WORK_SIGNALS, says="huisbezoek gepland")
def plan_visit(
    signal: Signal,
    *,
    starts_at: datetime,
    minutes: int,
    companion: User | None,
    told: str,
    other_companion: str = "",
    purpose: str = "",
    by: User,
) -> Visit:
    """Plan a home visit as the next step, in the calendar of the visitor and of the companion.
    `other_companion` is somebody from outside who comes along, by role or first name.

    A visit that was already planned is moved: it stays the same appointment. A letter to the tenant
    is queued at once.
    """
    if starts_at < timezone.now():
        raise Refused("Dit tijdstip is al voorbij. Kies een later tijdstip.")
    if signal.has_died:
        raise Refused("Deze huurder is overleden. Een huisbezoek plannen kan niet meer.")
    signal = lock_signal(signal)
    if not signal.is_open:
        raise Refused("Dit signaal is afgesloten. Heropen het eerst.")
    if signal.status == Status.UNVERIFIED:
        raise Refused("Dit is een melding van buiten. Beoordeel die eerst.")
    if told == Visit.Told.LETTER and not signal.lives_here:
        raise Refused(NOT_HERE)
    local = timezone.localtime(starts_at)
    standing = Visit.objects.not_cancelled().filter(signal=signal, starts_at__gt=timezone.now())
    visit = standing.filter(follow_up__done_at=None).select_for_update(of=("self",)).first()
    if visit is None and signal.tenant and signal.tenant.restricted_at:
        raise Refused(
            "Deze huurder vroeg om beperking. Een huisbezoek plannen kan nu niet. Overleg met de "
            "coördinator."
        )
    was = visit.companion_id if visit else None
    if visit:
        # Detach the visit, so that `plan` does not cancel it: it is the same appointment, moved.
        Visit.objects.filter(pk=visit.pk).update(follow_up=None)
    step = plan(signal, Kind.VISIT, by=by, due_on=local.date(), at_time=local.time(), owner=by)
    fields = {
        "follow_up": step,
        "visitor": by,
        "companion": companion,
        "starts_at": starts_at,
        "minutes": minutes,
        "told": told,
        "told_at": timezone.now() if told == Visit.Told.AGREED else None,
        "other_companion": remove_bsn(other_companion),
        "purpose": remove_bsn(purpose),
        "changed_at": timezone.now(),
    }
    if visit:
        Visit.objects.filter(pk=visit.pk).update(sequence=F("sequence") + 1, **fields)
        outbox.drop(f"visit:{visit.pk}:")
        visit.refresh_from_db()
    else:
        visit = Visit.objects.create(signal=signal, **fields)
    _move_on_for_visit(signal, by=by)
    _announce(visit, by=by, was=was)
    return visit


def _move_on_for_visit(signal: Signal, *, by: User) -> None:
    if signal.status == Status.AFTERCARE:
        record_reopening(signal, why=Ending.Why.CALLED, by=by)
    if signal.status in (Status.NEW, Status.AFTERCARE):
        signal.move(Status.PICKED_UP, by=by, reason="", tenant_view="")
        tell_reporter(signal)


def _announce(visit: Visit, *, by: User, was: int | None = None) -> None:
    """Tell the companion, and the one before, whose id is `was`. Queue a letter in large type when
    the tenant is told by letter."""
    tell_companion(visit, by=by, was=was)
    if visit.told != Visit.Told.LETTER:
        return
    outbox.queue(
        f"visit:{visit.pk}:{visit.sequence}",
        f"brief voor huisbezoek {visit.pk}",
        "visit_announced",
        channel=Message.Channel.LETTER,
        visit=visit.pk,
    )


@action(Can.WORK_SIGNALS, says="huisbezoek gewijzigd")
def change_visit(visit: Visit, *, companion: User | None, minutes: int, by: User) -> Visit:
    """Change the companion or the duration; the visit stays the same appointment."""
    was = visit.companion_id
    changed = Visit.objects.not_cancelled().filter(pk=visit.pk)
    if not changed.update(
        companion=companion,
        minutes=minutes,
        sequence=F("sequence") + 1,
        changed_at=timezone.now(),
    ):
        raise Refused("Dit huisbezoek is al vervallen. Plan een nieuw bezoek.")
    visit.refresh_from_db()
    tell_companion(visit, by=by, was=was)
    return visit


@action(Can.WORK_SIGNALS, says="huisbezoek afgezegd")
def cancel_visit(
    visit: Visit, *, told_off: str, next_kind: str, next_on: date | None = None, by: User
) -> Visit:
    """Cancel a coming visit and plan another step instead. `told_off` is how the tenant hears it;
    empty when the tenant did not know of the visit."""
    signal = lock_signal(visit.signal)
    visit.refresh_from_db()
    over = visit.starts_at <= timezone.now()
    if over or visit.cancelled_at or visit.follow_up is None or visit.follow_up.done_at:
        raise Refused("Dit huisbezoek is al vervallen of geweest. Kijk bij het signaal.")
    if told_off == Visit.Told.LETTER and not signal.lives_here:
        raise Refused(NOT_HERE, field="told_off")
    step = visit.follow_up
    cancel_visits(step, told_off=told_off)
    plan(signal, next_kind, by=by, due_on=next_on, owner=step.owner)
    visit.refresh_from_db()
    return visit


@action(Can.WORK_SIGNALS, says="huurder ingelicht over bezoek")
def mark_told(visit: Visit, *, by: User) -> Visit:
    """Record that the tenant knows about the visit, or about its cancellation, by telephone or in
    person."""
    field = "told_off_at" if visit.cancelled_at else "told_at"
    Visit.objects.filter(pk=visit.pk, **{field: None}).update(**{field: timezone.now()})
    visit.refresh_from_db()
    return visit


def _reached(step: FollowUp) -> str:
    """Return the outcome of a conversation: BACK during aftercare, which reopens the signal, else
    SPOKEN."""
    return Outcome.BACK if step.signal.status == Status.AFTERCARE else Outcome.SPOKEN


@action(Can.WORK_SIGNALS, says="gesprek vastgelegd")
def record_conversation(
    follow_up: FollowUp,
    *,
    present: list[str],
    own_words: str,
    agreed: str,
    often: str = "",
    content: str = "",
    next_kind: str = Kind.CALL,
    next_on: date | None = None,
    next_at: time | None = None,
    why_later: str = "",
    by: User,
) -> Conversation:
    """Record the conversation that was held at a step; a second call replaces the first.

    A step that is still open is finished, and the next step is planned.
    """
    if follow_up.done_at is None:
        ahead = {
            "next_kind": next_kind, "next_on": next_on, "next_at": next_at, "why_later": why_later,
        }  # fmt: skip
        finish(follow_up, outcome=_reached(follow_up), by=by, **ahead)
    if follow_up.done_at is None or follow_up.outcome not in FollowUp.REACHED:
        raise Refused("Bij deze stap is niet gesproken. Verbeter eerst hoe het ging.")
    said = {
        "present": present,
        "own_words": remove_bsn(own_words),
        "agreed": remove_bsn(agreed),
        "often": often,
        "content": content,
    }
    return Conversation.objects.update_or_create(follow_up=follow_up, defaults=said)[0]
