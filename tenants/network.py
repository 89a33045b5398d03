"""Layout of the network map: a sector per circle, a ring per frequency, a line style per strength.

Coordinates are SVG units in a drawing of 540 by 500, with the tenant in the middle.
"""

from dataclasses import dataclass
from datetime import date
from math import cos, radians, sin

from tenants.models import Contact, Snapshot
from tenants.models.network import Tie

MIDDLE = (270, 258)
OWN_RADIUS = 47
RINGS = {Contact.Often.WEEKLY: 88, Contact.Often.MONTHLY: 148, Contact.Often.SELDOM: 206}
# The middle of each circle's sector, in degrees clockwise from three o'clock.
SECTORS = {
    Contact.Circle.FAMILY: -90,
    Contact.Circle.NEIGHBOURS: -18,
    Contact.Circle.ACTIVITIES: 54,
    Contact.Circle.HELP: 126,
    Contact.Circle.FRIENDS: 198,
}
WIDTH = 84
WIDEST_STEP = 42
# Offset in degrees of a single contact, to keep clear of the circle's name in mid-sector.
ALONE = -16
# With more contacts than MOST_NAMED in one circle the names would overlap, so they are left out and
# the contacts are staggered by DEPTH.
MOST_NAMED, DEPTH = 8, 18


@dataclass(frozen=True)
class Point:
    """One contact on the map, with the coordinates of the tie and the name."""

    contact: Tie
    named: bool
    x: float
    y: float
    tie_x: float
    tie_y: float
    name_y: float

    @property
    def look(self) -> str:
        """The style of the tie: "new", or its strength."""
        return "new" if self.contact.is_new else self.contact.strength


@dataclass(frozen=True)
class Growth:
    """How many contacts count before and now: mutual, not faded, and not professional.

    `since` is the day of the first map, or None when growth is derived from contacts marked as new;
    `n` is the number of contacts on the map, `faded` the number of faded ties.
    """

    before: int
    now: int
    faded: int
    n: int
    since: date | None = None


def growth(contacts: list[Contact], first: Snapshot | None = None) -> Growth:
    """Return the counts for the sentence under the map; they count people and are not a score."""
    counted = [contact for contact in contacts if contact.counts]
    faded = sum(contact.strength == Contact.Strength.FADED for contact in contacts)
    if first is None:
        before = sum(not contact.is_new for contact in counted)
        return Growth(before, len(counted), faded, len(contacts))
    before = sum(tie.counts for tie in first.ties.all())
    return Growth(before, len(counted), faded, len(contacts), first.taken_on)


def points(contacts: list[Tie]) -> list[Point]:
    """Place each contact in the sector of its circle, on the ring of its frequency."""
    placed = []
    for circle, middle in SECTORS.items():
        here = [contact for contact in contacts if contact.circle == circle]
        step = min(WIDEST_STEP, WIDTH / max(len(here), 1))
        many = len(here) > MOST_NAMED
        for n, contact in enumerate(here):
            turn = ALONE if len(here) == 1 else (n - (len(here) - 1) / 2) * step
            # Many contacts in one circle are staggered in depth, and named in the list only.
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
