"""What the trail says in plain Dutch. Each room tells its own verbs; lower rooms only read them.

A room registers a verb with `tell`; the timeline of a tenant asks `told` for a page of events at
once, so that the number of queries does not grow with the number of lines.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.models import User
from audit.models import Event
from ground.hooks import Registry


@dataclass(frozen=True)
class Line:
    """One line of a timeline: a sentence, and optionally the tenant's or partner's own words."""

    title: str
    text: str = ""
    quote: str = ""
    icon: str = "circle-dot"
    tone: str = ""
    group: str = ""


Teller = Callable[[list[Event], User], dict[int, Line]]


TELLERS: Registry[Teller] = Registry("audit.sentences", "verbs that have a sentence in a timeline")


def tell(*verbs: str) -> Callable[[Teller], Teller]:
    """Register a function that turns events with these verbs into {event id: Line}."""

    def register(teller: Teller) -> Teller:
        for verb in verbs:
            TELLERS.add(verb, teller)
        return teller

    return register


def told(events: Iterable[Event], *, to: User) -> list[tuple[Event, Line]]:
    """The events that have a sentence for this reader, in their own order."""
    events = list(events)
    by_teller: dict[Teller, list[Event]] = defaultdict(list)
    for event in events:
        if teller := TELLERS.get(event.verb):
            by_teller[teller].append(event)
    lines: dict[int, Line] = {}
    for teller, theirs in by_teller.items():
        lines |= teller(theirs, to)
    return [(event, lines[event.pk]) for event in events if event.pk in lines]


def verbs() -> set[str]:
    """The verbs that have a sentence."""
    return set(TELLERS)
