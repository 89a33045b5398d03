"""Where everybody stands on the network map: which circle, how often, how strong the tie.

Units are those of the drawing, 540 wide and 500 high, with the tenant in the middle.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from tenants.models import Contact

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


@dataclass(frozen=True)
class Point:
    """One person on the map, and where the tie and the name go."""

    contact: Contact
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
    """How many ties hold now, and how many did when we began; faded ones counted apart."""

    before: int
    now: int
    faded: int


def growth(contacts: list[Contact]) -> Growth:
    """Counts of ties, for the sentence under the map; a count of people around, never a score."""
    holding = [c for c in contacts if c.strength != Contact.Strength.FADED]
    before = sum(not contact.is_new for contact in holding)
    return Growth(before, len(holding), len(contacts) - len(holding))


def points(contacts: list[Contact]) -> list[Point]:
    """Everybody spread over the sector of their circle, on the ring of how often they speak."""
    placed = []
    for circle, middle in SECTORS.items():
        here = [contact for contact in contacts if contact.circle == circle]
        step = min(WIDEST_STEP, WIDTH / max(len(here), 1))
        for n, contact in enumerate(here):
            turn = ALONE if len(here) == 1 else (n - (len(here) - 1) / 2) * step
            placed.append(point(contact, radians(middle + turn)))
    return placed


def point(contact: Contact, angle: float) -> Point:
    x0, y0 = MIDDLE
    ring = RINGS[contact.often]
    x, y = x0 + ring * cos(angle), y0 + ring * sin(angle)
    return Point(
        contact=contact,
        x=round(x, 1),
        y=round(y, 1),
        tie_x=round(x0 + OWN_RADIUS * cos(angle), 1),
        tie_y=round(y0 + OWN_RADIUS * sin(angle), 1),
        name_y=round(y - 28 if y < y0 else y + 38, 1),
    )
