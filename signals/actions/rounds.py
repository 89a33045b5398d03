"""Rounds: start one, record the outcome for each person, and end it."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from ground.refusals import Refused
from outbox import actions as outbox
from signals.models import Round, RoundStop, Signal
from signals.reminders import reminder_address
from signals.round_selection import refused_count, tenancies_for_round, walkers


@create_action(Can.WORK_SIGNALS, says="ronde begonnen")
def start_round(
    *,
    key: UUID,
    name: str,
    kind: str,
    complex_code: str,
    number: int,
    walker: User | None = None,
    by: User,
) -> Round:
    """Create a round of the tenants who match today and may be approached. Refused when there are
    none. A walker who is somebody else gets a message."""
    User.objects.select_for_update().get(pk=by.pk)  # of two concurrent requests one makes a round
    known = Round.objects.filter(key=key).first()
    if known:
        return known
    if walker and not walkers(by).filter(pk=walker.pk).exists():
        raise Refused("Kies een wijkbeheerder uit je eigen gebied.", field="walker")
    tenancies = tenancies_for_round(by, kind, complex_code, number, walker)
    refusing = refused_count(by, kind, complex_code, number, walker)
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
        walker=walker,
        left_out=refusing,
    )
    RoundStop.objects.bulk_create(
        RoundStop(round=made, tenant_id=tenancy.tenant_id, home_id=tenancy.home_id)
        for tenancy in tenancies
    )
    if walker:
        to, channel = reminder_address(walker)
        outbox.queue(f"round:{made.pk}:walker", to, "round_to_walk", channel=channel, round=made.pk)
    return made


@action(Can.WALK_ROUNDS, says="adres van een ronde afgerond")
def finish_stop(
    stop: RoundStop, *, outcome: str, signal: Signal | None = None, by: User
) -> RoundStop:
    """Record the outcome for one person. A refusal also holds for later rounds.

    Refused when another outcome was recorded in the meantime, unless a signal was logged.
    """
    if stop.round.ended_at:
        raise Refused("Deze ronde is al afgerond. Leg zo nodig een signaal vast.")
    if outcome not in RoundStop.Outcome.values:
        raise Refused("Kies hoe het ging.")
    stop = RoundStop.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    # A signal replaces an outcome, but not a refusal, which holds for later rounds.
    replaces = signal is not None and stop.outcome != RoundStop.Outcome.REFUSED
    if stop.outcome not in RoundStop.TO_DO and not replaces:
        if stop.outcome == outcome and stop.done_by_id == by.pk:
            return stop  # the same form, sent twice
        raise Refused(
            f"Bij {stop.tenant.called} noteerde {stop.done_by.first_name} intussen al: "
            f"{stop.get_outcome_display().lower()}. Klopt dat niet? Verbeter het onder Gedaan."
        )
    stop.outcome, stop.signal = outcome, signal
    stop.tries += 1
    stop.done_by, stop.done_at = by, timezone.now()
    stop.save()
    return stop


@action(Can.WALK_ROUNDS, says="uitkomst van een ronde verbeterd")
def correct_stop(stop: RoundStop, *, outcome: str, by: User) -> RoundStop:
    """Replace an outcome that was recorded by mistake, also after the round; the number of
    attempts stays. A logged signal stays what it is."""
    stop = RoundStop.objects.select_for_update(of=("self",)).get(pk=stop.pk)
    if stop.outcome == RoundStop.Outcome.SIGNAL:
        raise Refused("Hier is een signaal vastgelegd. Sluit dat signaal af als het niet klopt.")
    if outcome not in corrections(stop):
        raise Refused("Kies hoe het ging.")
    stop.outcome = outcome
    stop.done_by, stop.done_at = by, timezone.now()
    stop.save()
    return stop


def corrections(stop: RoundStop) -> dict[str, str]:
    """Return the outcomes that may replace that of a stop, with their labels. While the round
    runs, also that there is still something to do."""
    fixed = {RoundStop.Outcome.SIGNAL, stop.outcome}
    if stop.round.ended_at:
        fixed.add(RoundStop.Outcome.TO_DO)
    return {value: label for value, label in RoundStop.Outcome.choices if value not in fixed}


@action(Can.WORK_SIGNALS, says="ronde afgerond")
def end_round(round: Round, *, to_do: int, by: User) -> Round:
    """End a round; persons who were not reached keep that outcome.

    `to_do` is the number of people still to approach that the user was asked about; refused when
    it is another number by now.
    """
    Round.objects.select_for_update().get(pk=round.pk)
    if to_do != people_to_do(round):
        raise Refused("Er is intussen iets veranderd aan deze ronde. Kijk nog eens.")
    if not Round.objects.filter(pk=round.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused("Deze ronde is al afgerond.")
    round.refresh_from_db()
    return round


def people_to_do(round: Round) -> int:
    """Return how many people of a round are still to be approached."""
    return round.stops.open().with_approachable().filter(is_approachable=True).count()
