"""What a campaign led to, per code: from handed out to somebody who came again.

People are counted, not visits: whoever signed up twice is one person at every level, and those whom
they brought along are left out. A number of people from one to four is not shown, nor one from
which it could be worked out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from activities.models import SignUp
from outreach.models import Campaign, Code, Effort

AGAIN_WITHIN = timedelta(days=90)
FEWEST = 5
PEOPLE = ("joined", "came", "again")
FEW, HIDDEN = f"<{FEWEST}", "·"


@dataclass
class Chain:
    """The numbers of one code, or of several together."""

    handed_out: int | None = None
    opened: int = 0
    talked: int = 0
    cost: int = 0
    hours: int = 0
    # Those who signed up, and the first time that each of those who came did.
    persons: set[str] = field(default_factory=set)
    first: dict[str, datetime] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def add(self, other: "Chain") -> None:
        """Add what another code led to; a person of both counts once."""
        if other.handed_out is not None:
            self.handed_out = (self.handed_out or 0) + other.handed_out
        self.opened += other.opened
        self.talked += other.talked
        self.cost += other.cost
        self.hours += other.hours
        self.persons |= other.persons
        for person, day in other.first.items():
            self.first[person] = min(day, self.first.get(person, day))

    def count(self, days_of: dict[str, list[datetime]]) -> None:
        """Count the people, who came again with their days at meetups."""
        again = sum(
            any(first < day <= first + AGAIN_WITHIN for day in days_of[person])
            for person, first in self.first.items()
        )
        self.people = {"joined": len(self.persons), "came": len(self.first), "again": again}
        self.shown = {name: few(n) for name, n in self.people.items()}

    def each(self, amount: int) -> Decimal | None:
        """Return an amount per person who came; None when that number is not shown."""
        hidden = self.shown["came"] in (FEW, HIDDEN) or not self.people["came"]
        return None if hidden else Decimal(amount) / self.people["came"]

    @property
    def cost_each(self) -> Decimal | None:
        return self.each(self.cost)

    @property
    def hours_each(self) -> Decimal | None:
        return self.each(self.hours)


def few(n: int) -> str:
    return FEW if 0 < n < FEWEST else str(n)


def is_hidden(chain: Chain, name: str) -> bool:
    return chain.shown[name] in (FEW, HIDDEN)


def hide_one_more(parts: Iterable[Chain], name: str) -> None:
    """Hide the smallest number that is still shown, so that no hidden one can be worked out."""
    shown = [part for part in parts if not is_hidden(part, name) and part.people[name]]
    if shown:
        min(shown, key=lambda part: part.people[name]).shown[name] = HIDDEN


def protect(parts: list[Chain], whole: Chain) -> None:
    """Hide more where one hidden part, or a hidden whole, follows from the others."""
    for name in PEOPLE:
        hidden = sum(is_hidden(part, name) for part in parts)
        if (hidden == 1 and not is_hidden(whole, name)) or (not hidden and is_hidden(whole, name)):
            hide_one_more(parts, name)


@dataclass
class EffortChain:
    effort: Effort
    codes: list[tuple[Code, Chain]]
    whole: Chain


def codes_of(campaign: Campaign) -> list[Code]:
    """Return the codes with how often each was named, and how often that was a conversation."""
    codes = Code.objects.filter(effort__campaign=campaign).select_related("effort")
    codes = codes.annotate(
        named=Count("mentions"), talks=Count("mentions", filter=Q(mentions__talked=True))
    )
    return list(codes.order_by("effort__day", "effort", "label", "pk"))


def chains(campaign: Campaign) -> tuple[list[EffortChain], Chain]:
    """Return the chain of each effort with those of its codes, and of the whole campaign."""
    codes = codes_of(campaign)
    links = {
        code.pk: Chain(code.handed_out, code.visits + code.named, code.talks) for code in codes
    }
    columns = ("code", "person", "status", "via", "attended_at", "meetup__starts_at")
    signed_up = SignUp.objects.filter(code__effort__campaign=campaign).values_list(*columns)
    for code, person, status, via, attended_at, day in signed_up:
        link = links[code]
        if via != SignUp.Via.WEB:
            # A colleague typed the code while talking with the guest.
            link.opened += 1
            link.talked += 1
        if status != SignUp.Status.CANCELLED:
            link.persons.add(person)
        if attended_at:
            link.first[person] = min(day, link.first.get(person, day))
    days_of = days_at_meetups({person for link in links.values() for person in link.first})
    groups: dict[int, EffortChain] = {}
    for code in codes:
        group = groups.setdefault(code.effort_id, EffortChain(code.effort, [], Chain()))
        group.codes.append((code, links[code.pk]))
        group.whole.add(links[code.pk])
    whole = Chain()
    for group in groups.values():
        effort = group.effort
        group.whole.cost, group.whole.hours = effort.cost, effort.hours
        if group.whole.handed_out is None:
            group.whole.handed_out = effort.reached
        whole.add(group.whole)
    for chain in [*links.values(), *(group.whole for group in groups.values()), whole]:
        chain.count(days_of)
    protect([group.whole for group in groups.values()], whole)
    for group in groups.values():
        protect([chain for _code, chain in group.codes], group.whole)
    return list(groups.values()), whole


def days_at_meetups(persons: set[str]) -> dict[str, list[datetime]]:
    """Return when each of these people was at a meetup."""
    days: dict[str, list[datetime]] = {person: [] for person in persons}
    been = SignUp.objects.filter(person__in=persons, attended_at__isnull=False)
    for person, day in been.values_list("person", "meetup__starts_at"):
        days[person].append(day)
    return days
