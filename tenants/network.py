"""Where everybody stands on the network map: which circle, how often, how strong the tie.

Units are those of the drawing, 540 wide and 500 high, with the tenant in the middle.
"""

from dataclasses import dataclass
from datetime import date
from math import cos, radians, sin

from tenants.models import Contact, Snapshot
from tenants.models.network import Tie

MIDDLE = (270, 258)
OWN_RADIUS = 47
RINGS = {Contact.Often.WEEKLY: 88, Contact.Often.MONTHLY: 148, Contact.Often.SELDOM: 206}
# The middle of each circle's sector, in degrees clockwise from the right.
SECTORS = {
    Contact.Circle.FAMILY: -90,
    Contact.Circle.NEIGHBOURS: -18,
    Contact.Circle.ACTIVITIES: 54,
    Contact.Circle.HELP: 126,
    Contact.Circle.FRIENDS: 198,
}
WIDTH = 84
WIDEST_STEP = 42
# Beside the middle of the sector, where the name of the circle stands.
ALONE = -16
# From this many in one circle names would stand through each other.
MOST_NAMED, DEPTH = 8, 18


@dataclass(frozen=True)
class Point:
    """One person on the map, and where the tie and the name go."""

    contact: Tie
    named: bool
    x: float
    y: float
    tie_x: float
    tie_y: float
    name_y: float

    @property
    def look(self) -> str:
        """How the tie is drawn: new, or by its strength."""
        return "new" if self.contact.is_new else self.contact.strength


@dataclass(frozen=True)
class Growth:
    """How many contacts a person had when we began and has now: mutual, alive, nobody's work.

    `since` is the day of the first map, or None when growth is read from what was marked as new;
    `n` says how many people stand on the map in all, `faded` how many ties have faded.
    """

    before: int
    now: int
    faded: int
    n: int
    since: date | None = None


def growth(contacts: list[Contact], first: Snapshot | None = None) -> Growth:
    """Counts for the sentence under the map; a count of people around, never a score."""
    counted = [contact for contact in contacts if contact.counts]
    faded = sum(contact.strength == Contact.Strength.FADED for contact in contacts)
    if first is None:
        before = sum(not contact.is_new for contact in counted)
        return Growth(before, len(counted), faded, len(contacts))
    before = sum(tie.counts for tie in first.ties.all())
    return Growth(before, len(counted), faded, len(contacts), first.taken_on)


def points(contacts: list[Tie]) -> list[Point]:
    """Everybody spread over the sector of their circle, on the ring of how often they speak."""
    placed = []
    for circle, middle in SECTORS.items():
        here = [contact for contact in contacts if contact.circle == circle]
        step = min(WIDEST_STEP, WIDTH / max(len(here), 1))
        many = len(here) > MOST_NAMED
        for n, contact in enumerate(here):
            turn = ALONE if len(here) == 1 else (n - (len(here) - 1) / 2) * step
            # Many in one circle stand before and behind each other, and are named in the list.
            shift = DEPTH * (n % 3 - 1) if many else 0
            placed.append(point(contact, radians(middle + turn), shift, named=not many))
    return placed


def point(contact: Tie, angle: float, shift: int = 0, *, named: bool = True) -> Point:
    x0, y0 = MIDDLE
    ring = RINGS[contact.often] + shift
    x, y = x0 + ring * cos(angle), y0 + ring * sin(angle)
    return Point(
        contact=contact,
        named=named,
        x=round(x, 1),
        y=round(y, 1),
        tie_x=round(x0 + OWN_RADIUS * cos(angle), 1),
        tie_y=round(y0 + OWN_RADIUS * sin(angle), 1),
        name_y=round(y - 28 if y < y0 else y + 38, 1),
    )
