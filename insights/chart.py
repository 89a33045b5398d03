"""Coordinates of the line chart: 460 wide and 406 high, months from left to right."""

from dataclasses import dataclass
from itertools import count

from insights.figures import Month

LEFT, RIGHT, TOP, BOTTOM = 58, 410, 18, 370
GRID_LINES = 4
# Minimum distance between the last numbers of the two lines, so that both are legible.
LETTER = 15


@dataclass(frozen=True)
class Chart:
    """The points of the two lines, the grid with its numbers, and the months below it."""

    signals: list[tuple[float, float]]
    restored: list[tuple[float, float]]
    grid: list[tuple[float, int]]
    months: list[Month]

    @property
    def signals_path(self) -> str:
        return path(self.signals)

    @property
    def restored_path(self) -> str:
        return path(self.restored)

    @property
    def area_path(self) -> str:
        """The area under the line of restored contacts."""
        first, last = self.restored[0][0], self.restored[-1][0]
        return f"{self.restored_path}L{last} {BOTTOM}L{first} {BOTTOM}Z"

    @property
    def last(self) -> list[tuple[float, float, int]]:
        """Position and value of the last number of each line, kept apart from each other."""
        (x, a), (_, b), month = self.signals[-1], self.restored[-1], self.months[-1]
        near = max(0.0, LETTER - abs(a - b)) / 2
        up = near if a <= b else -near
        return [(x + 10, a + 5 - up, month.signals), (x + 10, b + 5 + up, month.restored)]

    @property
    def names(self) -> list[tuple[float, Month]]:
        return [(x, month) for (x, _), month in zip(self.signals, self.months, strict=True)]


def chart(months: list[Month]) -> Chart:
    """Return the chart of a list of at least one month."""
    top = nice_top(max(max(month.signals, month.restored) for month in months))
    step = (RIGHT - LEFT) / max(len(months) - 1, 1)
    height = BOTTOM - TOP

    def place(n: int, value: int) -> tuple[float, float]:
        return round(LEFT + n * step, 1), round(BOTTOM - height * value / top, 1)

    return Chart(
        signals=[place(n, month.signals) for n, month in enumerate(months)],
        restored=[place(n, month.restored) for n, month in enumerate(months)],
        grid=[
            (round(BOTTOM - height * n / GRID_LINES, 1), top * n // GRID_LINES)
            for n in range(GRID_LINES + 1)
        ],
        months=months,
    )


def nice_top(most: int) -> int:
    """Return the top of the grid: the smallest GRID_LINES equal steps of 1, 2 or 5 times a power of
    ten that fit the maximum."""
    units = (step * 10**zeros for zeros in count() for step in (1, 2, 5))
    return next(unit * GRID_LINES for unit in units if unit * GRID_LINES >= most)


def path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)
