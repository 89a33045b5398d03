"""Invariant: after any sequence of actions an open signal has one owner and exactly one
open step."""

import uuid
from collections import Counter
from datetime import timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from accounts.models import User
from accounts.roles import Role
from ground.refusals import Refused
from referrals import actions as referrals
from referrals.models import Referral
from signals import actions
from signals.aftercare import RECIPIENT
from signals.models import FollowUp, Signal, Visit
from tenants import actions as tenants
from tenants.models import Consent
from tests import factories
from tests.factories.activities import at
from tests.factories.chance import at_random
from tests.factories.noticed import a_report
from tests.factories.race import race
from tests.factories.referrals import CAME_ALONG_ONCE, a_referral
from tests.signals.promises import LATER, Snapshot, faults
from tests.sizes import SIGNAL_SEEDS, SIGNAL_SEQUENCES

Kind, Outcome, Status = FollowUp.Kind, FollowUp.Outcome, Signal.Status
BROKEN = """
    SELECT s.id, s.status, count(f.id) FROM signals_signal s
    LEFT JOIN signals_followup f ON f.signal_id = s.id AND f.done_at IS NULL
    GROUP BY s.id HAVING count(f.id) <> (CASE WHEN s.status = 'closed' THEN 0 ELSE 1 END)
"""
ORPHANED = """
    SELECT f.id FROM signals_followup f JOIN accounts_user u ON u.id = f.owner_id
    WHERE f.done_at IS NULL AND NOT u.is_active
"""
LOST = """
    SELECT id FROM signals_signal
    WHERE owner_id IS NULL OR (merged_into_id IS NOT NULL) <> (reason = 'merged')
"""
STRAY = """
    SELECT v.id FROM signals_visit v JOIN signals_followup f ON f.id = v.follow_up_id
    WHERE v.cancelled_at IS NULL AND v.starts_at > now()
      AND f.done_at IS NOT NULL AND f.outcome IN ('replaced', 'closed', 'merged', 'moved')
"""


def ask(sql: str) -> list[tuple]:
    """Query the database directly."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


# How often each verb had an effect, over all sequences.
worked: Counter[str] = Counter()
# Spread over the rows: hypothesis prefers small integers, mostly 0.
pick = st.integers(min_value=0, max_value=9999).map(lambda n: n * 7919 % 101)


class People(RuleBasedStateMachine):
    """Two consultants, a coordinator and a partner's worker, with three tenants in two homes.

    Some rules act on rows as they were read before another user changed them, as concurrent users
    do. `Refused` is a correct answer; any other exception is a fault.
    """

    @initialize()
    def move_in(self) -> None:
        self.area = factories.an_area()
        self.samira, self.nadia = (
            factories.a_user(Role.CONSULTANT, name, (self.area,)) for name in ("Samira", "Nadia")
        )
        self.marga = factories.a_user(Role.COORDINATOR, "Marga")
        self.partner = factories.a_partner(self.area)
        self.joost = factories.a_worker(self.partner)
        home, other = factories.a_home(self.area), factories.a_home(self.area)
        self.tenants = [
            factories.a_tenant(home),
            factories.a_tenant(home),
            factories.a_tenant(other),
        ]
        self.homes = [home, home, other]
        self.stale: list[Signal] = []
        # What stood after the last verb; None when something else changed since.
        self.standing: Snapshot | None = None
        for n in (1, 3, 5, 0):
            self.log(n, "week")

    def signal(self, n: int) -> Signal:
        signals = list(Signal.objects.order_by("pk"))
        return signals[n % len(signals)]

    def step(self, n: int) -> FollowUp:
        """Return the open step of some signal, sometimes a step finished earlier."""
        upcoming = self.signal(n).follow_ups.open().first()
        steps = list(FollowUp.objects.order_by("-pk")[:6])
        return upcoming if upcoming and n % 4 else steps[n % len(steps)]

    def who(self, n: int) -> User:
        return [self.samira, self.nadia, self.marga][n % 3]

    def attempt(self, action, *args, **kwargs) -> None:
        """Run an action in a transaction; `Refused` rolls it back, as it does for a request.

        Whatever the action does, it keeps the promise of every verb.
        """
        before = self.standing or Snapshot.take()
        try:
            with transaction.atomic():
                action(*args, **kwargs)
                connection.check_constraints()
            worked[action.__name__] += 1
        except (Refused, Http404):
            return
        verb, by = action.__name__, kwargs.get("by") or self.marga
        self.standing = Snapshot.take()
        assert faults(before, self.standing, verb=verb, by=by) == []

    @rule(n=pick, urgency=st.sampled_from(["today", "week", "calm"]))
    def log(self, n: int, urgency: str) -> None:
        which = n % 3
        self.attempt(
            actions.log,
            self.homes[which],
            key=uuid.uuid4(),
            tenant=self.tenants[which] if n % 2 else None,
            signs=[],
            fact="Licht brandt.",
            urgency=urgency,
            tenant_knows="no",
            by=self.who(n),
        )

    @rule(n=pick, known=st.booleans())
    def hear_and_look(self, n: int, known: bool) -> None:
        self.attempt(a_report, self.homes[n % 3] if known else None)
        for report in Signal.objects.filter(status=Status.UNVERIFIED)[:1]:
            self.attempt(actions.verify, report, home=self.homes[n % 3], by=self.marga)

    @rule(n=pick)
    def read(self, n: int) -> None:
        """Read a row and keep it while others change it, as an open page does."""
        self.stale.append(self.signal(n))

    @rule(n=pick, by=pick)
    def pick_up(self, n: int, by: int) -> None:
        self.attempt(
            actions.pick_up, self.stale.pop() if self.stale else self.signal(n), by=self.who(by)
        )

    @rule(
        n=pick,
        by=pick,
        outcome=st.sampled_from(["spoken", "not_home", "moved", "done", "well", "back"]),
        kind=st.sampled_from(["call", "visit", "letter", "consent", "check"]),
        hand=st.booleans(),
    )
    def finish(self, n: int, by: int, outcome: str, kind: str, hand: bool) -> None:
        next_owner = self.nadia if hand and self.nadia.is_active else None
        self.attempt(
            actions.finish,
            self.step(n),
            outcome=outcome,
            next_kind=kind,
            next_owner=next_owner,
            by=self.who(by),
        )

    @rule(soon=st.booleans())
    def undo(self, soon: bool) -> None:
        done = FollowUp.objects.exclude(done_at=None).order_by("-done_at")
        step = done.filter(outcome__in=FollowUp.BY_HAND).first() if soon else done.last()
        if step:
            self.attempt(actions.undo, step, by=step.done_by)

    @rule()
    def correct(self) -> None:
        for step in FollowUp.objects.filter(outcome__in=FollowUp.BY_HAND).order_by("-pk")[:1]:
            self.attempt(actions.correct, step, outcome="not_home", words="", by=self.marga)

    @rule(n=pick)
    def talk(self, n: int) -> None:
        said = {"present": ["tenant"], "own_words": "Ja.", "agreed": ""}
        self.attempt(actions.record_conversation, self.step(n), by=self.marga, **said)

    @rule(n=pick, days=st.integers(1, 20), by=pick)
    def visit(self, n: int, days: int, by: int) -> None:
        self.attempt(
            actions.plan_visit,
            self.stale.pop() if self.stale else self.signal(n),
            starts_at=at(days),
            minutes=30,
            companion=None,
            told=Visit.Told.values[n % 3],
            by=self.who(by),
        )

    @rule(n=pick, by=pick, told=st.sampled_from([Visit.Told.CALL, Visit.Told.AGREED]))
    def cancel_visit(self, n: int, by: int, told: str) -> None:
        for visit in Visit.objects.order_by("-pk")[n % 3 : n % 3 + 1]:
            self.attempt(
                actions.cancel_visit, visit, told_off=told, next_kind=Kind.CALL, by=self.who(by)
            )

    @rule(n=pick, to=pick)
    def hand_over(self, n: int, to: int) -> None:
        self.attempt(actions.hand_over, self.signal(n), to=self.who(to), by=self.marga)

    @rule(to=pick)
    def hand_over_all(self, to: int) -> None:
        self.attempt(actions.hand_over_all, self.samira, to=self.who(to), by=self.marga)

    @rule(n=pick, m=pick)
    def merge(self, n: int, m: int) -> None:
        old = self.stale.pop() if self.stale else self.signal(n)
        self.attempt(actions.merge, old, into=self.signal(m), by=self.marga)

    @rule(n=pick, reason=st.sampled_from(["solved", "refused", "died", "unreachable"]))
    def close(self, n: int, reason: str) -> None:
        signal = self.stale.pop() if self.stale else self.signal(n)
        self.attempt(actions.close, signal, reason=reason, by=self.marga)

    @rule(n=pick)
    def start_aftercare(self, n: int) -> None:
        known = [s for s in Signal.objects.open().order_by("pk") if s.tenant_id]
        if known:
            self.attempt(
                actions.start_aftercare, known[n % len(known)], reason="solved", by=self.marga
            )

    @rule(n=pick)
    def take_back_the_consent(self, n: int) -> None:
        if n % 2:
            self.start_aftercare(n)
        for consent in Consent.objects.active().filter(recipient=RECIPIENT)[:1]:
            self.attempt(tenants.withdraw_consent, consent, by=self.marga)

    @rule()
    def reopen(self) -> None:
        ended = Signal.objects.filter(status__in=[Status.CLOSED, Status.AFTERCARE])
        for signal in ended.order_by("-pk")[:1]:
            self.attempt(actions.reopen, signal, why="asked", by=self.marga)

    def refer(self, n: int) -> None:
        known = [s for s in Signal.objects.open().order_by("pk") if s.tenant_id]
        if known:
            signal = known[n % len(known)]
            self.attempt(a_referral, signal=signal, partner=self.partner, by=self.marga)

    @rule(n=pick)
    def refer_and_answer(self, n: int) -> None:
        """The partner's turn: accept, ask or decline, and report back."""
        self.refer(n)
        offered = Referral.objects.filter(status=Referral.Status.OFFERED).order_by("-pk")
        for referral in offered[:1]:
            match n % 4:
                case 0:
                    self.attempt(referrals.ask, referral, text="Welke dag?", by=self.joost)
                case 1:
                    why = Referral.Declined.values[0]
                    self.attempt(referrals.decline, referral, why=why, by=self.joost)
                case _:
                    self.attempt(referrals.accept, referral, by=self.joost)
        for referral in Referral.objects.filter(status=Referral.Status.ACCEPTED)[: n % 2]:
            told = CAME_ALONG_ONCE | {"sentence": "Ja."}
            self.attempt(referrals.report_back, referral, by=self.joost, **told)

    @rule()
    def withdraw(self) -> None:
        for referral in Referral.objects.open().order_by("-pk")[:1]:
            self.attempt(referrals.withdraw, referral, by=self.marga)

    @rule()
    def somebody_leaves_and_the_clock_ticks(self) -> None:
        User.objects.filter(pk=self.nadia.pk).update(is_active=False)
        self.nadia.refresh_from_db()
        actions.tick()
        self.standing = None

    @rule()
    def somebody_comes_back(self) -> None:
        User.objects.filter(pk=self.nadia.pk).update(is_active=True)
        self.nadia.refresh_from_db()

    @invariant()
    def nothing_falls_through(self) -> None:
        if not hasattr(self, "marga"):
            return
        connection.check_constraints()
        assert ask(BROKEN) == []
        assert ask(LOST) == []
        assert ask(STRAY) == []
        assert ask(ORPHANED) == [] or self.nadia.is_active


STEPS = 30
TRIED = {
    "log", "a_report", "verify", "pick_up", "finish", "undo", "correct", "record_conversation",
    "plan_visit", "cancel_visit", "hand_over", "hand_over_all", "merge", "close", "start_aftercare",
    "withdraw_consent", "reopen", "a_referral", "accept", "ask", "decline", "report_back",
    "withdraw",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("first", SIGNAL_SEEDS)
def test_any_sequence_of_actions_leaves_one_open_step_and_one_owner(first, every_day_is_worked):
    done = []
    worked.clear()

    class Rolled(People):
        """Run each sequence in a transaction that is rolled back."""

        def __init__(self) -> None:
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self) -> None:
            done.append(Signal.objects.count())
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    at_random(
        Rolled,
        first=first,
        examples=SIGNAL_SEQUENCES,
        steps=STEPS,
        enough=lambda: worked.keys() >= TRIED,
    )

    assert len(done) >= SIGNAL_SEQUENCES
    assert max(done) > 3
    # Every verb was used and had an effect, so the invariant was really tested.
    assert {name for name in TRIED if not worked[name]} == set()


# --- controls: without the database triggers the same mistakes go unnoticed -----------------------


def forgetful_close(signal: Signal) -> None:
    """Close a signal without ending its step."""
    Signal.objects.filter(pk=signal.pk).update(
        status=Status.CLOSED, reason="solved", closed_at=timezone.now()
    )


def second_step(signal: Signal) -> None:
    """Plan a step without ending the previous one."""
    FollowUp.objects.create(
        signal=signal,
        kind=Kind.CALL,
        owner=signal.owner,
        due_on=timezone.localdate() + timedelta(days=1),
    )


def no_step(signal: Signal) -> None:
    """End a step without planning another."""
    signal.follow_ups.update(done_at=timezone.now(), outcome=Outcome.SPOKEN)


def kept(mistake, signal: Signal) -> None:
    """Commit the mistake in a transaction of its own."""
    with transaction.atomic():
        mistake(signal)
        connection.check_constraints()


MISTAKES = [forgetful_close, second_step, no_step]


@pytest.mark.django_db
@pytest.mark.parametrize("mistake", MISTAKES)
def test_database_refuses_the_mistake(mistake):
    signal = factories.a_signal()

    with pytest.raises(IntegrityError):
        kept(mistake, signal)


@pytest.mark.django_db
@pytest.mark.parametrize("mistake", MISTAKES)
def test_control_without_the_trigger_the_mistake_breaks_the_invariant(mistake):
    signal = factories.a_signal()
    connection.check_constraints()
    pgtrigger.disable("signals.Signal:one_next_step", "signals.FollowUp:one_next_step")
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_follow_up_a_signal")

    mistake(signal)

    connection.check_constraints()
    assert [row[0] for row in ask(BROKEN)] == [signal.pk]


# --- controls: a verb that breaks the promise is found --------------------------------------------


def later_by_itself(signal: Signal, by: User) -> None:
    """Put off the step by a week."""
    signal.follow_ups.update(due_on=timezone.localdate() + timedelta(days=9))


def less_urgent_by_itself(signal: Signal, by: User) -> None:
    signal.follow_ups.update(kind=Kind.CALL)


def given_in_silence(signal: Signal, by: User) -> None:
    """Give the step to a colleague who seems to have heard of it."""
    colleague = factories.a_user(Role.CONSULTANT, "Nadia")
    signal.follow_ups.update(owner=colleague, heard_at=timezone.now())


def given_to_somebody_who_left(signal: Signal, by: User) -> None:
    gone = factories.a_user(Role.CONSULTANT, "Nadia")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    signal.follow_ups.update(owner=gone, heard_at=None)


def ended_by_itself(signal: Signal, by: User) -> None:
    signal.follow_ups.update(done_at=timezone.now(), outcome=Outcome.CLOSED)
    forgetful_close(signal)


def cancelled_in_silence(signal: Signal, by: User) -> None:
    """Cancel the visit that was agreed with the tenant."""
    Visit.objects.update(cancelled_at=timezone.now())


def moved_in_silence(signal: Signal, by: User) -> None:
    """Move the visit that the tenant was called about."""
    Visit.objects.update(starts_at=at(6), told=Visit.Told.CALL, told_at=timezone.now())


BREAKING = {
    later_by_itself: "later",
    less_urgent_by_itself: "less urgent",
    given_in_silence: "does not hear it",
    given_to_somebody_who_left: "somebody who left",
    ended_by_itself: "ended",
    cancelled_in_silence: "cancelled",
    moved_in_silence: "moved",
}


@pytest.mark.django_db
@pytest.mark.parametrize("verb", BREAKING, ids=lambda verb: verb.__name__)
def test_control_a_verb_that_breaks_the_promise_is_found(verb, every_day_is_worked):
    signal = factories.an_urgent_signal(factories.a_tenant())
    if BREAKING[verb] in ("cancelled", "moved"):
        told = {"told": Visit.Told.AGREED, "minutes": 30, "companion": None}
        actions.plan_visit(signal, starts_at=at(3), by=signal.owner, **told)
    before = Snapshot.take()

    verb(signal, signal.owner)

    found = faults(before, Snapshot.take(), verb=verb.__name__, by=signal.owner)
    assert len(found) == 1
    assert BREAKING[verb] in found[0]


def test_every_verb_that_may_postpone_says_how_it_is_said():
    assert LATER.keys() <= TRIED
    assert all(LATER.values())


# --- concurrent users -----------------------------------------------------------------------------


def faults_of_all_at_once(signal: Signal, coordinator: User) -> list[BaseException]:
    """Let six users change the signals of one household at once. Return errors other than
    `Refused`."""
    owner, step = signal.owner, signal.follow_ups.get()
    twin = factories.a_signal(home=signal.home, owner=owner)
    again = FollowUp.objects.get(pk=step.pk)
    failures = race(
        [
            lambda: actions.finish(step, outcome=Outcome.SPOKEN, by=owner),
            lambda: actions.finish(again, outcome=Outcome.NOT_HOME, by=coordinator),
            lambda: actions.close(signal, reason="solved", by=coordinator),
            lambda: actions.hand_over(signal, to=coordinator, by=owner),
            lambda: actions.merge(twin, into=signal, by=coordinator),
            lambda: actions.merge(signal, into=twin, by=coordinator),
        ]
    )
    assert FollowUp.objects.get(pk=step.pk).done_at is not None
    return [failure for failure in failures if not isinstance(failure, Refused | Http404)]


@pytest.mark.django_db(transaction=True)
def test_concurrent_users_never_deadlock_and_leave_one_open_step():
    coordinator = factories.a_user(Role.COORDINATOR)

    faults = [
        f for _ in range(12) for f in faults_of_all_at_once(factories.a_signal(), coordinator)
    ]

    assert faults == []
    assert ask(BROKEN) == []
