"""Ending a signal: close with or without aftercare, reopen, and merge two signals."""

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from ground.citizen_numbers import remove_bsn
from ground.refusals import Refused
from signals.aftercare import CONSENT_DAYS, PURPOSE, RECIPIENT, sentence
from signals.endings import record_ending, record_reopening
from signals.hooks import on_signal_ending
from signals.models import Ending, FollowUp, Signal
from signals.next_step import end, end_open_step, lock_signal, plan
from signals.reporter_updates import tell_reporter
from tenants import actions as tenants
from tenants.models import Consent, Field, Tenant

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome
Status = Signal.Status


@action(Can.WORK_SIGNALS, says="afgesloten")
def close(
    signal: Signal, *, reason: str, tenant_view: str = "", refuses_calls: bool = False, by: User
) -> Signal:
    """Close a signal with a reason. Its open step ends too, and no reminder follows.

    `refuses_calls` says that the tenant was asked whether we may call later, and said no: that is
    recorded, and ends an earlier yes.
    """
    now = lock_signal(signal)
    if reason == Signal.Reason.MERGED:
        raise Refused("Kies bij samenvoegen het signaal waar dit bij hoort.")
    on_signal_ending.run(now, by)
    now.move(
        Status.CLOSED,
        by=by,
        reason=reason,
        tenant_view=remove_bsn(tenant_view),
        closed_at=timezone.now(),
    )
    record_ending(now, by=by)
    end_open_step(now, Outcome.CLOSED, by=by)
    if refuses_calls and now.tenant and not now.has_died:
        _record_answer(now.tenant, Consent.Answer.NO, by=by)
    tell_reporter(now)
    return now


def _record_answer(
    tenant: Tenant, answer: str, *, how: str = Consent.How.SPOKEN, wording: str = "", by: User
) -> None:
    """Record what the tenant said to the sentence about later calls."""
    tenants.record_consent(
        tenant,
        recipient=RECIPIENT,
        recipient_name=settings.ORGANISATION,
        purpose=PURPOSE,
        fields=[Field.CONTACT],
        answer=answer,
        how=how,
        words="",
        wording=wording or sentence(tenant),
        valid_days=CONSENT_DAYS,
        by=by,
    )


@action(Can.RECORD_CONSENT, says="afgerond met nabellen")
def start_aftercare(
    signal: Signal,
    *,
    reason: str,
    tenant_view: str = "",
    how: str = Consent.How.SPOKEN,
    wording: str = "",
    by: User,
) -> Signal:
    """Close with aftercare: the tenant agreed to three later calls, and the signal can be reopened.
    `wording` is the consent sentence that was read aloud."""
    now = lock_signal(signal)
    if now.tenant is None:
        raise Refused("Nabellen kan alleen als je weet om wie het gaat. Sluit af zonder nabellen.")
    if now.status == Status.AFTERCARE:
        raise Refused("Dit signaal staat al op nabellen.")
    on_signal_ending.run(now, by)
    _record_answer(now.tenant, Consent.Answer.YES, how=how, wording=wording, by=by)
    now.move(Status.AFTERCARE, by=by, reason=reason, tenant_view=remove_bsn(tenant_view))
    record_ending(now, by=by)
    plan(now, Kind.CHECK, by=by)
    return now


@action(Can.WORK_SIGNALS, says="weer opgepakt")
def reopen(signal: Signal, *, why: str, words: str = "", by: User) -> Signal:
    """Reopen a signal that is closed or in aftercare, with a call as its next step.

    How it ended stays readable, with `why` it was reopened (`Ending.Why`).
    """
    if why not in Ending.Why.values or (why == Ending.Why.OTHER and not words):
        raise Refused("Zeg waarom je dit signaal weer oppakt.")
    now = lock_signal(signal)
    if now.merged_into_id:
        raise Refused("Dit signaal is samengevoegd. Ga verder in het signaal waar het bij hoort.")
    if now.is_open and now.status != Status.AFTERCARE:
        raise Refused("Dit signaal is al open.")
    if now.has_died:
        raise Refused("Deze huurder is overleden. Weer oppakken kan niet meer.")
    if now.tenant and now.tenant.restricted_at:
        raise Refused(
            "Deze huurder vroeg om beperking. Weer oppakken kan nu niet. Vraag de coördinator."
        )
    if now.home_id is None:
        raise Refused("Bij deze melding is nooit een woning gevonden. Leg een nieuw signaal vast.")
    record_reopening(now, why=why, words=remove_bsn(words), by=by)
    now.move(Status.PICKED_UP, by=by, reason="", tenant_view="", closed_at=None, owner=by)
    plan(now, Kind.CALL, by=by, owner=by)
    return now


def _keep_nearest(old: Signal, kept: Signal, *, by: User) -> None:
    """Give the signal that stays the nearest day and the greatest urgency of the two; its owner
    hears of the merge in the next digest."""
    step, other = (one.follow_ups.open().get() for one in (kept, old))
    if other.kind == FollowUp.Kind.URGENT and step.kind != FollowUp.Kind.URGENT:
        if kept.status in (Status.REFERRED, Status.AFTERCARE):
            raise Refused("Dit signaal moet vandaag. Rond dat eerst af, en voeg het daarna samen.")
        soon = max(other.due_on, timezone.localdate())
        step = plan(kept, FollowUp.Kind.URGENT, by=by, due_on=soon)
    elif other.due_on < step.due_on and step.at_time is None:
        FollowUp.objects.filter(pk=step.pk).update(due_on=other.due_on)
    elif other.due_on < step.due_on:
        raise Refused(
            "Bij het andere signaal staat een afspraak op een latere dag. Verzet die, of rond deze "
            "stap eerst af."
        )
    if step.owner_id != by.pk:
        FollowUp.objects.filter(pk=step.pk).update(heard_at=None)


@action(Can.WORK_SIGNALS, says="samengevoegd")
def merge(signal: Signal, *, into: Signal, by: User) -> Signal:
    """Merge `signal` into `into`: `signal` closes, and all its texts stay readable.

    Refused when `signal` is with a partner (merge the other way round), when the two are about
    different tenants or homes, and when `into` is not open.
    """
    first, second = sorted([signal, into], key=lambda one: one.pk)
    fresh = {one.pk: lock_signal(one) for one in (first, second)}
    old, kept = fresh[signal.pk], fresh[into.pk]
    if old.pk == kept.pk:
        raise Refused("Kies een ander signaal om mee samen te voegen.")
    if not Signal.objects.visible_to(by).filter(pk=kept.pk).exists() or not kept.is_open:
        raise Refused("Het andere signaal is er niet meer of is afgesloten. Kies een open signaal.")
    if old.home_id != kept.home_id:
        raise Refused("Deze signalen gaan over twee verschillende adressen.")
    if old.tenant_id and kept.tenant_id and old.tenant_id != kept.tenant_id:
        raise Refused("Deze signalen gaan over twee verschillende huurders.")
    if old.status == Status.REFERRED:
        raise Refused("Dit signaal is bij een partner. Voeg het andere signaal met dit samen.")
    if not old.is_open:
        raise Refused("Dit signaal is intussen al afgesloten. Open de pagina opnieuw.")
    _keep_nearest(old, kept, by=by)
    on_signal_ending.run(old, by)
    old.move(
        Status.CLOSED,
        by=by,
        reason=Signal.Reason.MERGED,
        merged_into=kept,
        closed_at=timezone.now(),
    )
    for step in old.follow_ups.open():
        end(step, Outcome.MERGED, by=by)
    if old.tenant_id and not kept.tenant_id:
        Signal.objects.filter(pk=kept.pk).update(tenant=old.tenant_id)
    # Signals merged earlier into `old` now point to `kept`, so that one query finds them all.
    Signal.objects.filter(merged_into=old).update(merged_into=kept)
    tell_reporter(old)
    kept.refresh_from_db()
    return kept
