"""The funnel: how many signals reached each step, from logged to contact restored.

A signal that reached a step also counts for all steps before it. When an earlier step was not
recorded, its moment is that of the first later one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from django.db.models import F, Min, QuerySet

from insights.figures import RESTORED, TOOK_PART, Period
from referrals.models import Feedback, Referral
from signals.models import FollowUp, Signal

TRIED = [FollowUp.Outcome.SPOKEN, FollowUp.Outcome.NOT_HOME, FollowUp.Outcome.ANSWERED]
# By primary key of a signal.
Moments = dict[int, datetime]


@dataclass(frozen=True)
class Step:
    """One step of the funnel: the count of signals, and the median days since the step before."""

    key: str
    label: str
    icon: str
    meaning: str
    count: int
    of: int = 0
    before: int = 0
    days: int | None = None

    @property
    def share(self) -> float:
        """Percentage of all signals, 0 to 100."""
        return 100 * self.count / self.of if self.of else 0.0

    @property
    def went_on(self) -> int:
        """Percentage of the previous step, rounded to a whole number."""
        return round(100 * self.count / self.before) if self.before else 0


@dataclass(frozen=True)
class Funnel:
    """The steps in order, and apart from them the tenants who took part without a referral."""

    steps: list[Step]
    by_themselves: int


# Key, label, icon, and how it is counted, in the wording of the page and of the report.
STEPS = [
    ("logged_at", "Signalen", "bell", "Vastgelegd in deze periode."),
    ("followed", "Opgevolgd", "phone", "Iemand belde of ging langs, ook als niemand thuis was."),
    ("spoken", "Gesproken", "house", "De huurder is gesproken."),
    (
        "asked",
        "Gevraagd",
        "message-circle-question-mark",
        "De huurder is gevraagd of we iets mogen delen. Ja, nee en ‘ik denk erover’ tellen mee.",
    ),
    ("referred", "Verwezen", "corner-up-right", "Met toestemming naar een partner verwezen."),
    (
        "joined",
        "Meegedaan",
        "users",
        "Na de verwijzing 1 keer of vaker mee geweest, of bij een activiteit geweest.",
    ),
    (
        "restored",
        "Contact hersteld",
        "check-check",
        "De huurder ging twee keer of vaker mee en zegt zelf: meer contact dan eerst.",
    ),
]
KEYS = [key for key, *_ in STEPS]
BY_THEMSELVES = (
    "Huurders die na het signaal bij een activiteit waren, zonder verwijzing. "
    "Zij staan niet in de trechter."
)


def funnel(period: Period) -> Funnel:
    """Return how far the signals of a period have come. A tenant with two signals counts twice."""
    signals = Signal.objects.filter(logged_at__gte=period.starts_at).order_by()
    written = recorded_moments(signals)
    reached = reached_moments(written)
    all_of_them = len(written["logged_at"])
    steps = [Step(*STEPS[0], all_of_them, of=all_of_them)]
    for (before, *_), (key, *about) in pairwise(STEPS):
        waits = [moment - reached[before][pk] for pk, moment in reached[key].items()]
        days = round(median(waits) / timedelta(days=1)) if waits else None
        steps.append(Step(key, *about, len(waits), all_of_them, len(reached[before]), days))
    return Funnel(steps, len(attended_moments(signals).keys() - written["referred"].keys()))


def recorded_moments(signals: QuerySet[Signal]) -> dict[str, Moments]:
    """Return when each step was first recorded, by step.

    One grouped query per step, combined here: a year has some thousands of signals. As one
    statement with a subquery per step, 20,000 signals took PostgreSQL 23 s instead of 0.3 s.
    """
    steps = FollowUp.objects.filter(signal__in=signals)
    asked = signals.filter(tenant__consents__given_at__gte=F("logged_at"))
    sent = Referral.objects.filter(signal__in=signals, offered_at__isnull=False)
    told = Feedback.objects.filter(referral__signal__in=signals)
    taken_along = first(told.filter(happened__in=TOOK_PART), "referral__signal", "told_at")
    return {
        "logged_at": dict(signals.values_list("pk", "logged_at")),
        "followed": first(steps.filter(outcome__in=TRIED), "signal", "done_at"),
        "spoken": first(steps.filter(outcome=FollowUp.Outcome.SPOKEN), "signal", "done_at"),
        "asked": first(asked, "pk", "tenant__consents__given_at"),
        "referred": first(sent, "signal", "offered_at"),
        "joined": earliest(taken_along, attended_moments(signals, since="referrals__offered_at")),
        "restored": first(told.filter(RESTORED), "referral__signal", "told_at"),
    }


def attended_moments(signals: QuerySet[Signal], since: str = "logged_at") -> Moments:
    """Return when the tenants of the signals first attended a meetup, since a given moment."""
    came = signals.filter(tenant__sign_ups__attended_at__gte=F(since))
    return first(came, "pk", "tenant__sign_ups__attended_at")


def first(rows: QuerySet, signal: str, moment: str) -> Moments:
    """Return the first moment among the rows of each signal."""
    return dict(rows.order_by().values_list(signal).annotate(Min(moment)))


def reached_moments(written: dict[str, Moments]) -> dict[str, Moments]:
    """Return when each signal reached each step: at the step itself, or at the first later one."""
    reached: dict[str, Moments] = {}
    later: Moments = {}
    for key in reversed(KEYS):
        reached[key] = later = earliest(written[key], later)
    return reached


def earliest(some: Moments, others: Moments) -> Moments:
    """Merge two dicts; a signal in both gets the earlier moment."""
    both = some | others
    return {pk: min(some.get(pk, moment), moment) for pk, moment in both.items()}
