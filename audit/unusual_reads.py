"""Reads that are always reviewed, besides the weekly random sample. Rooms register the kinds.

A room registers a kind with `unusual`: a function that takes a week and returns the unusual rows of
its trail, by id, each with a sentence in plain Dutch (numbers and times, never a name), or an empty
text when the label of the kind is enough. A kind does a fixed number of queries, and only on the
week or on a few weeks before it. This module registers three kinds.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import STAFF
from audit.models import EventQuerySet, ReviewWeek
from ground.days import day_in_words
from ground.hooks import Registry

Finder = Callable[[ReviewWeek], dict[int, str]]


@dataclass(frozen=True)
class Kind:
    """One kind of unusual read: its code, its label and rule on the page, and its function."""

    code: str
    label: str
    about: str
    find: Finder


KINDS: Registry[Kind] = Registry("audit.unusual_reads", "reads that are always reviewed")
# The code of reads that were selected at random.
RANDOM = "random"

# A day with many files: at least MANY, and more than TIMES_USUAL times the same person's usual day
# in the WEEKS weeks before.
MANY, TIMES_USUAL, WEEKS = 20, 3, 8
# The same file again and again: at least this many reads in a week.
AGAIN = 5
# Verbs about one tenant that are reads; every other verb is work for that tenant.
READS = ["seen", "tenants.open_with_reason"]
EARLY, LATE = time(6), time(22)


def register_unusual(code: str, label: str, about: str) -> Callable[[Finder], Finder]:
    """Register a function that returns the unusual reads of a week: {event id: sentence or ""}."""

    def register(find: Finder) -> Finder:
        KINDS.add(code, Kind(code, label, about, find))
        return find

    return register


def found_in(week: ReviewWeek) -> dict[int, tuple[str, str]]:
    """Return {event id: (code of the first kind, sentences of all kinds)} for the unusual reads."""
    found: dict[int, tuple[str, str]] = {}
    for kind in KINDS.values():
        for event_id, said in kind.find(week).items():
            if event_id in found:
                code, before = found[event_id]
                more = "" if said in before else said
                found[event_id] = (code, f"{before} Ook: {kind.label.lower()}. {more}".strip())
            else:
                found[event_id] = (kind.code, said)
    return found


def why_in_dutch(code: str) -> str:
    """Return the Dutch label of a reason; a code that is no longer registered stays as it is."""
    if code == RANDOM:
        return "Steekproef"
    return KINDS[code].label if code in KINDS else code


@register_unusual(
    "many",
    "Veel dossiers op een dag",
    f"Minstens {MANY} dossiers, en meer dan {TIMES_USUAL} keer zoveel als op een gewone dag van "
    f"deze collega zelf: de middelste van alle dagen in de {WEEKS} weken ervoor.",
)
def many_files(week: ReviewWeek) -> dict[int, str]:
    """Return the last read of each day on which a user opened far more files than usual."""
    busy = list(files_a_day(week.events()).filter(files__gte=MANY))
    usual = usual_day({row["actor_id"] for row in busy}, week)
    return {
        row["last"]: said_of_many(row["files"], row["day"], usual.get(row["actor_id"]))
        for row in busy
        if row["files"] > TIMES_USUAL * usual.get(row["actor_id"], 0)
    }


def files_a_day(events: EventQuerySet) -> EventQuerySet:
    """Count the tenants whose files were opened, for each user and day.

    Rows: actor_id, day, files (the count), last (id of the last read).
    """
    days = events.opened().values("actor_id", day=TruncDate("at"))
    return days.annotate(files=Count("tenant_id", distinct=True), last=Max("pk")).order_by()


def usual_day(people: set[int], week: ReviewWeek) -> dict[int, float]:
    """Return {user id: median files a day}, over the days with reads in the WEEKS weeks before.

    Users without such days are absent.
    """
    if not people:
        return {}
    days = defaultdict(list)
    for row in files_a_day(week.events_before(WEEKS).filter(actor_id__in=people)):
        days[row["actor_id"]].append(row["files"])
    return {person: median(counts) for person, counts in days.items()}


def said_of_many(files: int, day: date, usual: float | None) -> str:
    """Return '34 dossiers op di 17 nov. Op een gewone dag zijn dat er 6.'"""
    if usual is None:
        return f"{files} dossiers op {short_day(day)}. In de {WEEKS} weken ervoor geen enkel."
    number = f"{usual:g}".replace(".", ",")
    return f"{files} dossiers op {short_day(day)}. Op een gewone dag zijn dat er {number}."


@register_unusual(
    "hours", "Vroeg of laat", "Gelezen voor 6 uur of na 22 uur. Een avond is één regel."
)
def early_or_late(week: ReviewWeek) -> dict[int, str]:
    """Return the reads before 06.00 or from 22.00 on, in local time."""
    night = Q(at__time__lt=EARLY) | Q(at__time__gte=LATE)
    return a_day_each(week.events().reads().filter(night))


def a_day_each(reads: EventQuerySet) -> dict[int, str]:
    """Return the first read of each user and day, with a sentence on how many there were and when.

    One conversation clears up a whole evening, so an evening is reviewed as one read.
    """
    days = reads.values("actor_id", day=TruncDate("at"))
    rows = days.annotate(
        times=Count("pk"), line=Min("pk"), first=Min("at"), last=Max("at")
    ).order_by()
    return {row["line"]: said_of_a_day(**row) for row in rows}


def said_of_a_day(times: int, first: datetime, last: datetime, **row) -> str:
    """Return 'Om 23.10.' or '7 keer, van 22.14 tot 23.05.'"""
    if times == 1:
        return f"Om {clock(first)}."
    return f"{times} keer, van {clock(first)} tot {clock(last)}."


@register_unusual(
    "again",
    "Steeds hetzelfde dossier",
    f"Minstens {AGAIN} keer in een week gelezen, zonder iets anders te doen voor die huurder.",
)
def again_and_again(week: ReviewWeek) -> dict[int, str]:
    """Return the last read by each user who read one tenant's file AGAIN times and did no work."""
    about = week.events().filter(tenant_id__isnull=False, actor_role__in=STAFF)
    reads, acts = Q(verb="seen"), ~Q(verb__in=READS)
    rows = (
        about.values("actor_id", "tenant_id")
        .annotate(
            times=Count("pk", filter=reads),
            acts=Count("pk", filter=acts),
            last=Max("pk", filter=reads),
        )
        .filter(times__gte=AGAIN, acts=0)
        .order_by()
    )
    return {
        row["last"]: f"{row['times']} keer in deze week, en verder niets voor deze huurder gedaan."
        for row in rows
    }


def short_day(day: date) -> str:
    """Format a day as 'di 17 nov'."""
    return day_in_words(day, "D j M").lower()


def clock(moment: datetime) -> str:
    """Format a time as '23.10'."""
    return date_format(timezone.localtime(moment), "G.i")
