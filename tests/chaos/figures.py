"""The counts of a run, the conditions they must meet, and the table for people."""

from collections import Counter
from dataclasses import dataclass, fields

from tests.chaos.sink import Arrival

PLAIN, DROPS = "plain", "drops"
MARKS_FIRST, SENDS_FIRST = "mark-then-send", "send-then-mark"
HEADS = {
    PLAIN: "gewone mailserver",
    DROPS: "ontdubbelende mailserver",
    MARKS_FIRST: "controle: eerst merken",
    SENDS_FIRST: "controle: eerst sturen",
}
LINES = {
    "expected": "moet aankomen",
    "kills": "werkers gedood met kill -9",
    "held": "  die berichten vasthielden",
    "handing": "  midden in het overhandigen",
    "in_transaction": "  midden in een transactie",
    "flushes": "broker geleegd",
    "thrown": "  taken die daarbij verdwenen",
    "sent": "verstuurd, volgens de tabel",
    "shown_arrived": "aan een mens getoond: was er",
    "shown_missing": "aan een mens getoond: was er niet",
    "given_up": "  waarvan ten onrechte opgegeven",
    "dropped": "dubbele, door de mailserver gestopt",
    "lost": "KWIJT",
    "doubled": "DUBBEL",
    "once": "aan het eind precies één keer",
    "seconds": "seconden",
}


@dataclass
class Figures:
    """The counts of one part; None where a control has no such count."""

    part: str
    expected: int = 0
    kills: int = 0
    held: int | None = None
    handing: int | None = None
    in_transaction: int | None = None
    flushes: int | None = None
    thrown: int | None = None
    sent: int | None = None
    shown_arrived: int | None = None
    shown_missing: int | None = None
    given_up: int | None = None
    dropped: int | None = None
    lost: int = 0
    doubled: int = 0
    unexpected: int = 0
    once: int = 0
    seconds: int = 0

    def start_of_engine(self, expected: int) -> None:
        """Set to 0 the counts that only the real engine has."""
        self.expected = expected
        self.held = self.handing = self.in_transaction = self.flushes = self.thrown = 0
        self.shown_arrived = self.shown_missing = self.given_up = 0

    def count(self, expected: set[str], arrived: list[Arrival], shown: set[str]) -> None:
        """Count lost (neither arrived nor shown to a person), doubled (arrived again) and
        unexpected."""
        times = Counter(arrival.about for arrival in arrived if not arrival.dropped)
        self.lost = max(self.lost, len(expected - times.keys() - shown))
        self.doubled = max(self.doubled, sum(n - 1 for n in times.values()))
        self.unexpected = max(self.unexpected, len(times.keys() - expected))
        self.once = sum(times[about] == 1 for about in expected)

    @property
    def is_control(self) -> bool:
        return self.part in (MARKS_FIRST, SENDS_FIRST)

    def faults(self, kills: int) -> list[str]:
        """Return what is wrong, in sentences. A control without failures proves the run too
        easy."""
        if self.is_control:
            wrong = self.lost if self.part == MARKS_FIRST else self.doubled
            must = {"had moeten falen, maar faalde niet": wrong > 0}
        else:
            must = {
                f"{self.lost} kwijt": self.lost == 0,
                f"{self.doubled} dubbel": self.doubled == 0,
                f"{self.unexpected} waar niemand op wachtte": self.unexpected == 0,
                f"{self.given_up} opgegeven waar niets mee was": self.given_up == 0,
                f"{self.once} van {self.expected} precies één keer": self.once == self.expected,
                f"{self.kills} in plaats van {kills} keer gedood": self.kills == kills,
                "geen gedode werker hield berichten vast": self.held > 0,
                "er verdween geen taak uit de broker": self.thrown > 0,
            }
        return [f"{HEADS[self.part]}: {what}" for what, holds in must.items() if not holds]


def table(parts: list[Figures]) -> str:
    """Return a plain-text table with a column for each part."""
    lines = [" " * 36 + "".join(f"{HEADS[of.part]:>26}" for of in parts)]
    for field in fields(Figures):
        if field.name in LINES:
            values = [getattr(of, field.name) for of in parts]
            cells = ["-" if value is None else str(value) for value in values]
            lines.append(f"{LINES[field.name]:<36}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)
