"""Moments in the year that a campaign can prepare for, computed by rule, with tasks counted back.

Whoever organises a moment may choose another day; `source` says where to look.
"""

from calendar import FRIDAY, SATURDAY, THURSDAY
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

LAST = -1
WEEK = "week"


def nth(year: int, month: int, weekday: int, number: int) -> date:
    """Return the first, second … or last such weekday of a month."""
    if number == LAST:
        end = date(year, month + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


@dataclass(frozen=True)
class Task:
    """What to do `days` before (negative) or after the day, or on a fixed `month` and `dom`."""

    key: str
    label: str
    days: int = 0
    month: int = 0
    dom: int = 0

    def on(self, day: date) -> date:
        """Return the date for a moment on this day: a fixed date is the last one before it."""
        if not self.month:
            return day + timedelta(days=self.days)
        fixed = date(day.year, self.month, self.dom)
        return fixed if fixed <= day else fixed.replace(year=day.year - 1)


@dataclass(frozen=True)
class Moment:
    """A yearly day: such a weekday of a month, and what must be ready when."""

    key: str
    label: str
    month: int
    weekday: int
    number: int
    source: str
    tasks: tuple[Task, ...]

    def day(self, year: int) -> date:
        return nth(year, self.month, self.weekday, self.number)

    def on_or_after(self, day: date) -> date:
        """Return the first time from this day on."""
        this_year = self.day(day.year)
        return this_year if this_year >= day else self.day(day.year + 1)


AFTERWARDS = (
    Task("thank", "Wie meehielp bedanken", days=14),
    Task("take_down", "Posters weghalen", days=32),
    Task("evaluate", "Evalueren: wat is het antwoord op de vraag?", days=61),
)
MOMENTS = {
    moment.key: moment
    for moment in (
        Moment(
            WEEK, "Week tegen Eenzaamheid", 9, THURSDAY, LAST,
            "eentegeneenzaamheid.nl/week-tegen-eenzaamheid",
            (
                Task("packet", "Gratis pakket bestellen", month=8, dom=31),
                Task("agenda", "Activiteiten op de stadsagenda zetten", month=9, dom=14),
                Task("posters", "Posters ophangen", days=-7),
                *AFTERWARDS,
            ),
        ),
        Moment(
            "burendag", "Burendag", 9, SATURDAY, 4, "burendag.nl",
            (
                Task("apply", "Kijken of de aanvraag open is, en aanvragen", days=-90),
                Task("neighbours", "Buren vragen wie er meedoet", days=-42),
                Task("posters", "Posters ophangen", days=-14),
                *AFTERWARDS,
            ),
        ),
        Moment(
            "nldoet", "NLdoet", 3, FRIDAY, 2, "nldoet.nl",
            (
                Task("open", "Klus aanmelden kan", month=11, dom=1),
                Task("apply", "Laatste dag om een bijdrage te vragen", month=1, dom=31),
                Task("helpers", "Weten wie er komt helpen", days=-14),
                *AFTERWARDS,
            ),
        ),
    )
}  # fmt: skip
CHOICES = [(moment.key, moment.label) for moment in MOMENTS.values()]


@dataclass(frozen=True)
class Step:
    """A task of one campaign, with its date and who did it."""

    task: Task
    on: date
    distance: int
    done: object = None

    @property
    def is_late(self) -> bool:
        return self.done is None and self.on < timezone.localdate()

    @property
    def counted(self) -> str:
        """'30 dagen ervoor', '14 dagen erna'."""
        days = abs(self.distance)
        word = "dag" if days == 1 else "dagen"
        return f"{days} {word} {'ervoor' if self.distance < 0 else 'erna'}"


def steps(moment: Moment, day: date, done: dict[str, object]) -> list[Step]:
    """Return the tasks for a moment on this day, in order of date."""
    found = [(task.on(day), task) for task in moment.tasks]
    found.sort(key=lambda pair: pair[0])
    return [Step(task, on, (on - day).days, done.get(task.key)) for on, task in found]
