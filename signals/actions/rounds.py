"""Rounds: start one, record the outcome for each person, and end it."""

from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from ground.refusals import Refused
from signals.models import Round, RoundStop, Signal
from signals.round_selection import refused_count, tenancies_for_round


@create_action(Can.WORK_SIGNALS, says="ronde begonnen")
def start_round(
    *, key: UUID, name: str, kind: str, complex_code: str, number: int, by: User
) -> Round:
    """Create a round of the tenants who match today and may be approached. Refused when there are
    none."""
    User.objects.select_for_update().get(pk=by.pk)  # of two concurrent requests one makes a round
    known = Round.objects.filter(key=key).first()
    if known:
        return known
    tenancies = tenancies_for_round(by, kind, complex_code, number)
    refusing = refused_count(by, kind, complex_code, number)
    if not tenancies:
        why = " Wie er wel past, wil niet benaderd worden." if refusing else ""
        raise Refused(
            f"Er is niemand voor deze ronde.{why} Kies een andere leeftijd of complex.",
            field="kind",
        )
    made = Round.objects.create(
        key=key,
        name=name,
        kind=kind,
        complex_code=complex_code,
        number=number,
        owner=by,
        left_out=refusing,
    )
    RoundStop.objects.bulk_create(
        RoundStop(round=made, tenant_id=tenancy.tenant_id, home_id=tenancy.home_id)
        for tenancy in tenancies
    )
    return made


@action(Can.WORK_SIGNALS, says="adres van een ronde afgerond")
def finish_stop(
    stop: RoundStop, *, outcome: str, signal: Signal | None = None, by: User
) -> RoundStop:
    """Record the outcome for one person. A refusal also holds for later rounds."""
    if stop.round.ended_at:
        raise Refused("Deze ronde is al afgerond. Leg zo nodig een signaal vast.")
    if outcome not in RoundStop.Outcome.values:
        raise Refused("Kies hoe het ging.")
    done = {"outcome": outcome, "done_by": by, "done_at": timezone.now(), "signal": signal}
    RoundStop.objects.filter(pk=stop.pk).update(tries=F("tries") + 1, **done)
    stop.refresh_from_db()
    return stop


@action(Can.WORK_SIGNALS, says="ronde afgerond")
def end_round(round: Round, *, by: User) -> Round:
    """End a round; persons who were not reached keep that outcome."""
    if not Round.objects.filter(pk=round.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused("Deze ronde is al afgerond.")
    round.refresh_from_db()
    return round
