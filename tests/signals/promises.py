"""The promise of every verb on a signal: nobody's next contact becomes later, less urgent, unowned
or unannounced without saying so. `faults` compares what stood before a verb with what stands after.
"""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from signals.models import FollowUp, Signal, Visit
from signals.next_step import may_know

# Verbs after which the next contact may be later, and how that is said.
LATER = {
    "finish": "the user chooses the step and reads its day; far ahead it asks why",
    "undo": "the step that was just finished is back on its own day",
    "correct": "the user chooses the step and reads its day",
    "record_conversation": "the user chooses the step and reads its day; far ahead it asks why",
    "plan_visit": "the user chooses the day",
    "cancel_visit": "the user chooses the step and reads its day",
    "start_aftercare": "the page says when the tenant is called",
    "withdraw_consent": "the end of aftercare closes the signal",
    "accept": "the partner contacts the tenant; the sender gets a message with the day",
    "ask": "the sender answers first, and gets a message",
    "report_back": "the partner was there; the sender gets a message",
    "a_referral": "the partner answers within the term that the page shows",
    "verify": "the report becomes a signal with the term of its urgency",
}
# Verbs that close a signal.
ENDING = {"close", "merge", "finish", "withdraw_consent"}


@dataclass(frozen=True)
class Standing:
    """The open step of a signal."""

    step: int
    kind: str
    owner: int
    due_on: date
    announced: bool

    @classmethod
    def of(cls, step: FollowUp) -> "Standing":
        # A step that its owner has not heard of is new in the next digest.
        return cls(step.pk, step.kind, step.owner_id, step.due_on, step.heard_at is None)

    @property
    def is_urgent(self) -> bool:
        return self.kind == FollowUp.Kind.URGENT


@dataclass(frozen=True)
class Snapshot:
    """What stands: the open step of each open signal, and the visits that a tenant may know of."""

    steps: dict[int, Standing]
    visits: dict[int, datetime]

    @classmethod
    def take(cls) -> "Snapshot":
        steps = FollowUp.objects.open().select_related("signal")
        coming = Visit.objects.not_cancelled().filter(follow_up__done_at=None)
        return cls(
            {step.signal_id: Standing.of(step) for step in steps},
            {visit.pk: visit.starts_at for visit in coming if may_know(visit)},
        )


def faults(before: Snapshot, after: Snapshot, *, verb: str, by: User) -> list[str]:
    """Return what a verb broke, in sentences; empty when it kept the promise."""
    found = []
    into = dict(Signal.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    for pk, was in before.steps.items():
        now = after.steps.get(into.get(pk, pk))
        if now is None:
            if verb not in ENDING:
                found.append(f"{verb} ended signal {pk}")
            continue
        found += _next_contact(pk, was, now, verb, by)
    visits = Visit.objects.in_bulk(before.visits)
    for pk, was_at in before.visits.items():
        found += _visit(visits[pk], was_at, verb)
    return found


def _next_contact(pk: int, was: Standing, now: Standing, verb: str, by: User) -> list[str]:
    found = []
    if now.due_on > was.due_on and verb not in LATER:
        found.append(f"{verb} made the next contact of signal {pk} later")
    if was.is_urgent and not now.is_urgent and verb not in LATER:
        found.append(f"{verb} made signal {pk} less urgent")
    if not User.objects.filter(pk=now.owner, is_active=True).exists() and now.owner != was.owner:
        found.append(f"{verb} gave signal {pk} to somebody who left")
    if now.owner not in (was.owner, by.pk) and not now.announced:
        found.append(f"{verb} gave signal {pk} to somebody who does not hear it")
    return found


def _visit(visit: Visit, was_at: datetime, verb: str) -> list[str]:
    """A tenant who may know of a visit hears that it was cancelled, or moved."""
    if visit.cancelled_at and not visit.told_off and not visit.signal.has_died:
        return [f"{verb} cancelled visit {visit.pk}, and nobody tells the tenant"]
    if visit.cancelled_at or visit.starts_at == was_at:
        return []
    hears = visit.told in (Visit.Told.LETTER, Visit.Told.AGREED) or visit.told_at is None
    return [] if hears else [f"{verb} moved visit {visit.pk}, and nobody tells the tenant"]
