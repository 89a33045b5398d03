"""The six-item De Jong Gierveld loneliness scale, scored according to its manual.

Answers are 1 (nee), 2 (min of meer) and 3 (ja), or None when the item was not answered. Three items
are emotional (3, 9, 10: 'min of meer' and 'ja' count), three social (4, 7, 8: 'nee' and 'min of
meer' count). A subscale needs all three answers; the total allows one missing answer. Source:
De Jong Gierveld & Van Tilburg, Manual of the Loneliness Scale, revised 2022.

Only the answers are stored, never a score: the scale is for groups, voluntary, and answered under
a code. It must not become a label on a person's file.
"""

from dataclasses import dataclass

VERSION = "DJG-6, handleiding 2022"
EMOTIONAL = ("i3", "i9", "i10")
SOCIAL = ("i4", "i7", "i8")
ITEMS = EMOTIONAL + SOCIAL
NO, MORE_OR_LESS, YES = 1, 2, 3
ANSWERS = [(NO, "Nee"), (MORE_OR_LESS, "Min of meer"), (YES, "Ja")]
MOST_MISSING = 1


@dataclass(frozen=True)
class Score:
    """Subscale scores (0 to 3) and the total (0 to 6); None when too many answers are missing."""

    emotional: int | None
    social: int | None
    total: int | None

    @property
    def category(self) -> str:
        """The manual's category for the total; "" when there is no total."""
        if self.total is None:
            return ""
        if self.total <= 1:
            return "niet eenzaam"
        return "matig eenzaam" if self.total <= 4 else "sterk eenzaam"


def counts(item: str, answer: int | None) -> bool:
    """Return whether an answer scores as lonely; 'min of meer' always does."""
    lonely = (MORE_OR_LESS, YES) if item in EMOTIONAL else (NO, MORE_OR_LESS)
    return answer in lonely


def score(answers: dict[str, int | None]) -> Score:
    """Score one person's answers, given by item name (see `ITEMS`)."""

    def of(items: tuple[str, ...]) -> int | None:
        if any(answers.get(item) is None for item in items):
            return None
        return sum(counts(item, answers[item]) for item in items)

    missing = sum(answers.get(item) is None for item in ITEMS)
    total = sum(counts(item, answers.get(item)) for item in ITEMS)
    return Score(of(EMOTIONAL), of(SOCIAL), total if missing <= MOST_MISSING else None)
