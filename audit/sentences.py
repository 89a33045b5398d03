"""Sentences in plain Dutch for rows of the trail. Each room registers those of its own verbs.

A room registers verbs with `tell`. The timeline of a tenant calls `told` with a page of events at
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


def register_sentences(*verbs: str) -> Callable[[Teller], Teller]:
    """Register a function `(events, user)` that returns {event id: Line} for these verbs."""

    def register(teller: Teller) -> Teller:
        for verb in verbs:
            TELLERS.add(verb, teller)
        return teller

    return register


def sentences_for(events: Iterable[Event], *, to: User) -> list[tuple[Event, Line]]:
    """Return (event, line) for the events with a sentence for this reader, in the given order."""
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
    """Return the verbs that have a sentence."""
    return set(TELLERS)
