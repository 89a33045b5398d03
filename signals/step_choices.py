"""The choices for the next step with their days, and alternatives after repeated attempts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils import timezone

from ground.days import day_in_words
from ground.workdays import working_days_after
from signals.models import FollowUp, Signal
from signals.terms import ATTEMPTS, limit

Kind = FollowUp.Kind
Outcome = FollowUp.Outcome
MORNING, EVENING = time(10), time(17, 30)
# Attempts before this hour are in the morning, later ones in the afternoon.
NOON = 12


@dataclass(frozen=True)
class StepChoice:
    """A possible next step: its kind, the number of working days, and the time."""

    kind: str
    days: int
    label: str
    at_time: time | None = None
    by_colleague: bool = False

    @property
    def key(self) -> str:
        """The form value; the day is computed when the form is submitted."""
        at = f"@{self.at_time:%H:%M}" if self.at_time else ""
        return f"{self.kind}:{self.days}{at}{':collega' if self.by_colleague else ''}"

    def day(self, today: date) -> date:
        return working_days_after(today, self.days)

    def choice(self, today: date) -> tuple[str, str]:
        """Return the form choice, e.g. 'Bellen over 2 weken – di 8 december'."""
        return self.key, f"{self.label} – {day_in_words(self.day(today), 'D j F').lower()}"


AFTER_CONVERSATION = [
    StepChoice(Kind.CALL, 10, "Bellen over 2 weken"),
    StepChoice(Kind.CALL, 5, "Bellen over een week"),
    StepChoice(Kind.CALL, 1, "De volgende werkdag bellen"),
    StepChoice(Kind.VISIT, 5, "Huisbezoek over een week"),
    StepChoice(Kind.CONSENT, 5, "Toestemming vragen"),
    StepChoice(Kind.LETTER, 1, "Brief sturen"),
]
INSTEAD_OF_VISIT = [
    StepChoice(Kind.CALL, 1, "De volgende werkdag bellen"),
    StepChoice(Kind.CALL, 5, "Bellen over een week"),
    StepChoice(Kind.VISIT, 5, "Huisbezoek over een week"),
    StepChoice(Kind.LETTER, 1, "Brief sturen"),
]
NOT_IN = [
    StepChoice(Kind.CALL, 1, "De volgende werkdag bellen"),
    StepChoice(Kind.VISIT, 2, "Langsgaan"),
    StepChoice(Kind.CALL, 5, "Bellen over een week"),
    StepChoice(Kind.LETTER, 1, "Brief sturen"),
]


@dataclass(frozen=True)
class Proposal:
    """The choices when nobody was in, with a sentence after enough attempts."""

    choices: list[StepChoice]
    attempt: int
    sentence: str = ""


def proposal_after_no_answer(signal: Signal, earlier: int) -> Proposal:
    """Propose another attempt, or something else after as many attempts as the coordinator set."""
    attempt = earlier + 1
    most = limit(ATTEMPTS)
    if attempt < most:
        return Proposal(NOT_IN, attempt)
    other, when = other_time(signal)
    return Proposal(
        [
            StepChoice(Kind.LETTER, 1, "Brief sturen"),
            StepChoice(Kind.CALL, 1, f"Op een ander moment bellen, {when}", at_time=other),
            StepChoice(Kind.VISIT, 3, "Een collega laten langsgaan", by_colleague=True),
            *NOT_IN[:3],
        ],
        attempt,
        f"Dit is poging {attempt}. Probeer iets anders: een brief, een ander moment, of een "
        "collega. Stoppen mag ook.",
    )


def other_time(signal: Signal) -> tuple[time, str]:
    """Return a time in the half of the day that was tried least."""
    tried = signal.follow_ups.filter(outcome=Outcome.NOT_HOME).values_list("done_at", flat=True)
    hours = [timezone.localtime(moment).hour for moment in tried]
    if hours and sum(hour >= NOON for hour in hours) * 2 > len(hours):
        return MORNING, "’s ochtends"
    return EVENING, "na het werk"


def choices_of(steps: Iterable[StepChoice]) -> list[tuple[str, str]]:
    today = timezone.localdate()
    return [step.choice(today) for step in steps]


# The possible outcomes of a step, by its kind.
ORDINARY = [Outcome.SPOKEN, Outcome.NOT_HOME, Outcome.MOVED]
OUTCOMES = {
    Kind.LETTER: [Outcome.DONE, Outcome.MOVED],
    Kind.PARTNER_ASKS: [Outcome.DONE, Outcome.MOVED],
    Kind.PARTNER_ANSWERS: [Outcome.SPOKEN, Outcome.MOVED],
    Kind.PARTNER_MEETS: [Outcome.SPOKEN, Outcome.MOVED],
    Kind.FEEDBACK: [Outcome.SPOKEN, Outcome.MOVED],
}


def outcomes_of(step: FollowUp) -> list[str]:
    """Return the possible outcomes of this step."""
    if step.signal.status == Signal.Status.AFTERCARE:
        return [Outcome.WELL, Outcome.BACK, Outcome.NOT_HOME, Outcome.MOVED]
    return OUTCOMES.get(Kind(step.kind), ORDINARY)
