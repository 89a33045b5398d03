"""Progress on an accepted referral: contact attempts, feedback, pauses, completion."""

from datetime import date
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from ground.durations import days_in_words
from ground.refusals import Refused
from referrals.actions.answers import require_same_form
from referrals.models import Attempt, Feedback, Referral
from referrals.recipients import notify_sender
from referrals.tenant_notices import notify_tenant
from referrals.terms import LONGEST_PAUSE, due_after
from referrals.turns import (
    begin_turn,
    end_turn,
    next_for_sender,
    return_to_consultant,
    stands_for_itself,
)
from signals.models import FollowUp

Kind, Status = FollowUp.Kind, Referral.Status


def _require_running(referral: Referral) -> None:
    if not referral.is_running:
        raise Refused("Terugmelden kan alleen bij wat je hebt opgepakt en nog loopt.")


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="contact gezocht")
def record_contact(
    referral: Referral,
    *,
    reached: bool,
    how: str,
    on: date,
    key: UUID | None = None,
    said_by: str = "",
    by: User,
) -> Attempt:
    """Record an attempt to reach the tenant. The day of the first conversation is kept."""
    attempt, new = Attempt.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "referral": referral, "author": by, "said_by": said_by, "reached": reached,
            "how": how, "on": on,
        },
    )  # fmt: skip
    require_same_form(attempt, referral, by=by)
    if not new:
        return attempt
    _require_running(referral)
    if not timezone.localdate(referral.offered_at) <= on <= timezone.localdate():
        raise Refused("Kies een dag tussen het versturen en vandaag.", field="on")
    status = referral.status
    if reached:
        _spoke(referral, on)
        status = status if status == Status.UNDER_WAY else Status.MET
    elif referral.met_on is None:
        status = Status.TRIED
    begin_turn(referral, status, by=by, again=True)
    notify_sender(referral, "referral_feedback", f"attempt:{attempt.pk}")
    return attempt


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="contact verbeterd")
def take_back_contact(referral: Referral, *, why: str, said_by: str = "", by: User) -> Attempt:
    """Say that the last attempt that was recorded did not happen so, and why.

    It stays in the history. When nobody spoke with the tenant after all, the first conversation is
    open again.
    """
    _require_running(referral)
    attempt = referral.attempts.filter(taken_back_at=None).last()
    if attempt is None:
        raise Refused("Er staat geen contact dat je kunt verbeteren.")
    attempt.taken_back_at, attempt.taken_back_why = timezone.now(), why
    attempt.save(update_fields=["taken_back_at", "taken_back_why"])
    if attempt.reached:
        _count_first_conversation_again(referral, by=by)
    notify_sender(referral, "referral_feedback", f"taken_back:{attempt.pk}")
    return attempt


def _count_first_conversation_again(referral: Referral, *, by: User) -> None:
    """Set the first conversation to the earliest one that still counts, and the status with it."""
    days = [one.on for one in referral.attempts.filter(taken_back_at=None, reached=True)]
    days += [timezone.localdate(one.told_at) for one in referral.feedback.all() if one.spoke]
    referral.met_on = min(days, default=None)
    Referral.objects.filter(pk=referral.pk).update(met_on=referral.met_on)
    if referral.met_on is None and referral.status == Status.MET:
        begin_turn(referral, Status.TRIED, by=by, again=True)


def _spoke(referral: Referral, on: date) -> None:
    """Set the day of the first conversation; an earlier day that is reported later replaces it."""
    first = Referral.objects.filter(Q(met_on=None) | Q(met_on__gt=on), pk=referral.pk)
    if first.update(met_on=on):
        referral.met_on = on


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="teruggemeld")
def report_back(
    referral: Referral,
    *,
    happened: str,
    more_contact: str = "",
    sentence: str = "",
    next_step: str = "",
    stopped_why: str = "",
    key: UUID | None = None,
    said_by: str = "",
    by: User,
) -> Feedback:
    """Record how it goes and what comes next: contact restored, partner stays, or stopped."""
    feedback, new = Feedback.objects.get_or_create(
        key=key or uuid4(),
        defaults={
            "referral": referral,
            "author": by,
            "said_by": said_by,
            "happened": happened,
            "more_contact": more_contact,
            "sentence": sentence,
            "next_step": next_step,
            "stopped_why": stopped_why,
        },
    )
    require_same_form(feedback, referral, by=by)
    if not new:
        return feedback
    _require_running(referral)
    if feedback.spoke:
        _spoke(referral, timezone.localdate())
    status = _status_after(referral, feedback)
    if status in Referral.RUNNING:
        due_on = due_after(Status.UNDER_WAY)
        begin_turn(referral, status, by=by, again=True, kind=Kind.FEEDBACK, due_on=due_on)
    else:
        _end(referral, status, feedback, by=by)
    notify_sender(referral, "referral_feedback", f"feedback:{feedback.pk}")
    return feedback


def _end(referral: Referral, status: str, feedback: Feedback, *, by: User) -> None:
    """End the partner's part: the sender gets the next step, and the tenant is notified."""
    referral.move(status, by=by)
    end_turn(referral)
    if status == Status.COMPLETED:
        if not stands_for_itself(referral):
            next_for_sender(referral, Kind.CHECK, by=by)
    elif feedback.happened == Feedback.Happened.STOPPED:
        return_to_consultant(referral, Kind.CALL, by=by)
    else:
        return_to_consultant(referral, Kind.CHECK, by=by)
    notify_tenant(referral, "ended")


def _status_after(referral: Referral, feedback: Feedback) -> str:
    if feedback.happened == Feedback.Happened.STOPPED:
        return Status.ENDED
    if feedback.next_step == Feedback.Next.GOES_BY_ITSELF:
        return Status.COMPLETED if feedback.contact_restored else Status.ENDED
    if feedback.happened == Feedback.Happened.NOT_YET:
        return referral.status
    return Status.UNDER_WAY


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="even stilgezet")
def pause(referral: Referral, *, until: date, by: User) -> Referral:
    """Pause until a day, at most LONGEST_PAUSE ahead: a hospital stay, a holiday, a busy family."""
    _require_running(referral)
    today = timezone.localdate()
    if not today < until <= today + LONGEST_PAUSE:
        latest = days_in_words(LONGEST_PAUSE)
        raise Refused(f"Kies een dag die nog komt, binnen {latest}.", field="until")
    begin_turn(referral, Status.PAUSED, by=by, again=True, due_on=until)
    return referral


@action(Can.ANSWER_REFERRAL, Can.ANSWER_BY_PHONE, says="verder gegaan")
def resume(referral: Referral, *, by: User) -> Referral:
    """Resume after a pause, in the status that fits whether the partner has met the tenant."""
    if referral.status != Status.PAUSED:
        raise Refused("Dit staat niet stil. Open de pagina opnieuw.")
    begin_turn(referral, Status.UNDER_WAY if referral.met_on else Status.TRIED, by=by)
    return referral
