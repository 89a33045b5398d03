"""When a next step is due: terms in working days, which the coordinator may change.

The defaults follow the practice described for welzijn op recept and a wijkteam; no norm of the
sector is known. A change applies to steps planned afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ground.workdays import working_days_after
from signals.models import FollowUp, Signal, Term

Kind = FollowUp.Kind
LONGEST = 260
# A date further ahead than this is a typing error.
FURTHEST_DAYS = 400


@dataclass(frozen=True)
class Limit:
    """A term that can be set: its Dutch name, default and unit."""

    label: str
    default: int
    unit: str = "werkdagen"
    most: int = LONGEST
    one: str = "werkdag"

    def said(self, number: int) -> str:
        """Return the number with its unit: '1 werkdag', '5 werkdagen'."""
        return f"{number} {self.one if number == 1 else self.unit}"


ASSESS = {Signal.Urgency.WEEK: "assess_week", Signal.Urgency.CALM: "assess_calm"}
ESCALATE, ESCALATE_URGENT, ATTEMPTS = "escalate", "escalate_urgent", "attempts"
AHEAD, AHEAD_URGENT = "ahead", "ahead_urgent"
LIMITS: dict[str, Limit] = {
    Kind.TRIAGE: Limit("Melding van buiten beoordelen", 2),
    "assess_week": Limit("Eerste contact bij ‘Deze week’", 2),
    "assess_calm": Limit("Eerste contact bij ‘Rustig aan’", 10),
    Kind.CALL: Limit("Bellen", 5),
    Kind.VISIT: Limit("Huisbezoek", 5),
    Kind.LETTER: Limit("Brief sturen", 2),
    Kind.CONSENT: Limit("Toestemming vragen", 5),
    Kind.PARTNER_ANSWERS: Limit("Partner neemt aan of niet", 5),
    Kind.PARTNER_ASKS: Limit("Vraag van een partner beantwoorden", 1),
    Kind.PARTNER_MEETS: Limit("Partner spreekt de huurder", 10),
    Kind.FEEDBACK: Limit("Partner koppelt terug", 30),
    Kind.CHECK: Limit("Nabellen, eerste keer na afsluiten", 63),
    Kind.CHECK_6: Limit("Nabellen, tweede keer na afsluiten", 126),
    Kind.CHECK_12: Limit("Nabellen, derde keer na afsluiten", 252),
    ESCALATE: Limit("Te laat: dan ziet de coördinator het", 5),
    ESCALATE_URGENT: Limit("‘Vandaag’ te laat: dan ziet de coördinator het", 1),
    AHEAD: Limit("Verder vooruit plannen: dan schrijf je waarom", 20),
    AHEAD_URGENT: Limit("‘Vandaag’ verder vooruit: dan schrijf je waarom", 1),
    ATTEMPTS: Limit(
        "Niet thuis: dan stelt Aanloop iets anders voor", 3, "keer", most=10, one="keer"
    ),
}


def limit(code: str) -> int:
    """Return the value this corporation set, or the default."""
    changed = Term.objects.filter(code=code).values_list("number", flat=True).first()
    return LIMITS[code].default if changed is None else changed


def limits() -> Iterator[tuple[str, Limit, int]]:
    """Return every limit with its present value, in the order of the work."""
    changed = dict(Term.objects.values_list("code", "number"))
    for code, limit_ in LIMITS.items():
        yield code, limit_, changed.get(code, limit_.default)


def term_of(kind: str, urgency: str) -> int:
    """Return the working days until a step is due; always 0 for an urgent step, and for a report
    that somebody asked to look at today."""
    if kind == Kind.URGENT or (kind == Kind.TRIAGE and urgency == Signal.Urgency.TODAY):
        return 0
    if kind == Kind.ASSESS:
        return limit(ASSESS.get(Signal.Urgency(urgency), "assess_week"))
    return limit(kind)


def is_far(due_on: date, urgency: str) -> bool:
    """Return whether a step may only be planned this far ahead with a reason."""
    code = AHEAD_URGENT if urgency == Signal.Urgency.TODAY else AHEAD
    return due_on > working_days_after(timezone.localdate(), limit(code))
