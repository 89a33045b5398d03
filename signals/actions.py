"""The life of a signal, in the order it happens."""

from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.doors import Refused
from accounts.models import User
from accounts.roles import Can, Role
from audit.doors import action
from audit.models import record
from outbox import actions as outbox
from signals.models import FollowUp, Sign, Signal
from signals.planning import end_open_step, first_step, plan
from tenants.models import Home, Tenant

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome
Status = Signal.Status
REMIND_BATCH = 500


@action(Can.LOG_SIGNAL)
def log(
    home: Home,
    *,
    key: UUID,
    tenant: Tenant | None,
    signs: list[Sign],
    fact: str,
    urgency: str,
    tenant_knows: str,
    channel: str = Signal.Channel.VISIT,
    by: User,
) -> Signal:
    """Log what was noticed at a home; in the same transaction it gets an owner and a next step.

    The key comes from the form: logged twice, it counts once. The owner is told at once.
    """
    owner = owner_for(home)
    signal, new = Signal.objects.get_or_create(
        key=key,
        defaults={
            "home": home,
            "tenant": tenant,
            "owner": owner,
            "logged_by": by,
            "fact": fact,
            "urgency": urgency,
            "tenant_knows": tenant_knows,
            "channel": channel,
        },
    )
    if new:
        signal.signs.set(signs)
        first_step(signal, by=by)
        outbox.queue(f"signal:{signal.pk}:logged", owner.email, "signal_logged", signal=signal.pk)
    elif signal.logged_by_id != by.pk:
        raise Refused("Dit formulier is al eens verstuurd. Open een nieuw formulier.")
    return signal


def owner_for(home: Home) -> User:
    """Who picks up what is noticed at a home: the area's consultant with the least open work."""
    everybody = User.objects.filter(is_active=True)
    consultants = everybody.filter(role=Role.CONSULTANT, areas=home.area_id)
    open_work = Count("follow_ups", filter=Q(follow_ups__done_at=None))
    owner = consultants.annotate(work=open_work).order_by("work", "pk").first()
    owner = owner or everybody.filter(role=Role.COORDINATOR).order_by("pk").first()
    if owner is None:
        raise Refused(
            "Er is nog geen woonconsulent of coördinator die dit kan oppakken. "
            "Vraag de beheerder om er een toe te voegen."
        )
    return owner


@action(Can.WORK_SIGNALS)
def pick_up(signal: Signal, *, by: User) -> Signal:
    """Take a new signal in hand: it and its next step become this person's."""
    signal.move(Status.PICKED_UP, by=by, owner=by)
    signal.follow_ups.open().update(owner=by)
    return signal


@action(Can.WORK_SIGNALS, recorded=False)
def finish(
    follow_up: FollowUp,
    *,
    outcome: str,
    words: str = "",
    next_kind: str = Kind.CALL,
    next_on: date | None = None,
    next_at: time | None = None,
    by: User,
) -> FollowUp:
    """Finish a step in the row, and plan the one after it: nothing ends without a next step.

    Moving a step keeps its kind. Refused when somebody else finished it first.
    """
    signal = follow_up.signal
    if not _end(follow_up, outcome, words, by=by):
        follow_up.refresh_from_db()
        who = follow_up.done_by or "Iemand anders"
        raise Refused(
            f"{who} rondde deze stap al af: {follow_up.get_outcome_display().lower()}. "
            "Op je lijst staat de stap die daarna komt."
        )
    record("signals.finish", follow_up, by=by, outcome=str(outcome))
    if outcome == Outcome.MOVED:
        next_kind = follow_up.kind
    elif outcome == Outcome.SPOKEN and signal.may_move(Status.TALKING):
        signal.move(Status.TALKING, by=by)
    elif signal.status == Status.NEW:
        signal.move(Status.PICKED_UP, by=by)
    return plan(signal, next_kind, by=by, due_on=next_on, at_time=next_at, owner=follow_up.owner)


def _end(follow_up: FollowUp, outcome: str, words: str, *, by: User) -> bool:
    """Conditional: only the first of two people finishes it."""
    done = {"done_at": timezone.now(), "done_by": by, "outcome": outcome, "words": words}
    if not FollowUp.objects.filter(pk=follow_up.pk, done_at=None).update(**done):
        return False
    for field, value in done.items():
        setattr(follow_up, field, value)
    outbox.drop(f"follow-up:{follow_up.pk}:")
    return True


@action(Can.WORK_SIGNALS, recorded=False)
def undo(follow_up: FollowUp, *, by: User) -> FollowUp:
    """Take back a step just finished, while nothing was built on the one that followed."""
    after = FollowUp.objects.open().filter(signal=follow_up.signal_id).first()
    undone_in_time = (
        follow_up.done_at is not None
        and follow_up.done_by_id == by.pk
        and timezone.now() - follow_up.done_at < settings.UNDO_FOR
        and after is not None
        and after.pk > follow_up.pk
        and not FollowUp.objects.filter(
            signal=follow_up.signal_id, pk__gt=follow_up.pk, pk__lt=after.pk
        ).exists()
    )
    if not undone_in_time:
        raise Refused(
            "Ongedaan maken kan niet meer. Open het signaal en verander daar de volgende stap."
        )
    after.delete()
    FollowUp.objects.filter(pk=follow_up.pk).update(
        done_at=None, done_by=None, outcome="", words=""
    )
    follow_up.refresh_from_db()
    record("signals.undo", follow_up, by=by)
    return follow_up


@action(Can.WORK_SIGNALS)
def link_tenant(signal: Signal, *, tenant: Tenant, by: User) -> Signal:
    """Say whom a signal about an address turned out to be about."""
    if not tenant.tenancies.current().filter(home=signal.home_id).exists():
        raise Refused("Deze huurder woont niet op dit adres. Kies een bewoner van dit adres.")
    Signal.objects.filter(pk=signal.pk).update(tenant=tenant)
    signal.tenant = tenant
    return signal


@action(Can.WORK_SIGNALS)
def close(signal: Signal, *, reason: str, tenant_view: str = "", by: User) -> Signal:
    """End a signal with a reason; its open step ends with it and no reminder follows."""
    signal.move(
        Status.CLOSED, by=by, reason=reason, tenant_view=tenant_view, closed_at=timezone.now()
    )
    end_open_step(signal, Outcome.CLOSED, by=by)
    return signal


@action(Can.WORK_SIGNALS)
def reopen(signal: Signal, *, by: User) -> Signal:
    """Take up a closed signal again, with a call as its next step."""
    if signal.is_open:
        raise Refused("Dit signaal is al open.")
    signal.move(Status.PICKED_UP, by=by, reason="", tenant_view="", closed_at=None, owner=by)
    plan(signal, Kind.CALL, by=by, owner=by)
    return signal


def remind_due() -> int:
    """Remind owners of the steps that fall due, each once. Returns how many. Safe at any time.

    The database's clock decides. A step is marked and its mail queued in one transaction, after
    a second look that it still stands; several clocks may tick at once.
    """
    reminded = 0
    while batch := _remind_batch():
        reminded += batch
        if batch < REMIND_BATCH:
            break
    return reminded


@transaction.atomic
def _remind_batch() -> int:
    now = _database_now()
    local = timezone.localtime(now)
    if local.time() < settings.REMIND_FROM:
        return 0
    due = (
        FollowUp.objects.open()
        .filter(due_on__lte=local.date(), reminded_at=None)
        .exclude(signal__status__in=Signal.ENDED)
        .select_related("owner")
        .order_by("due_on", "pk")
        .select_for_update(skip_locked=True, of=("self",))[:REMIND_BATCH]
    )
    steps = list(due)
    system = User.objects.system() if steps else None
    for step in steps:
        key = f"follow-up:{step.pk}:{step.due_on.isoformat()}"
        outbox.queue(key, step.owner.email, "follow_up_due", follow_up=step.pk)
        record("signals.remind", step, by=system)
    FollowUp.objects.filter(pk__in=[step.pk for step in steps]).update(reminded_at=now)
    return len(steps)


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]
