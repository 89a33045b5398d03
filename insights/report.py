"""The figures for outside the organisation, without counts that could reveal a person.

A count below `SMALLEST` shows as '<5'. Where parts add up to a published total, a small part could
be derived; then the next smallest parts are left out too.
"""

from collections.abc import Iterator
from datetime import date

from insights.figures import MEANINGS, AreaFigures, Month, Period, per_area, per_month, restorations
from insights.funnel import BY_THEMSELVES, funnel
from insights.roles import RoleFigures, roles

SMALLEST = 5
SMALL = f"<{SMALLEST}"
LEFT_OUT = "niet getoond"
HEADING = ("onderdeel", "wat", "aantal", "hoe geteld")
Row = tuple[str, str, str, str]


def publishable(count: int) -> str:
    """Return a count for publication: '<5' when it could be about one person."""
    return SMALL if 0 < count < SMALLEST else str(count)


def publishable_parts(counts: list[int]) -> list[str]:
    """Return the parts of a known total for publication.

    When one is hidden, so are the next smallest, until at least two are hidden and together they
    are twice the limit: then the total minus the published parts says little about any of them.
    """
    cells = [publishable(count) for count in counts]
    if SMALL not in cells:
        return cells
    hidden: list[int] = []
    for n in sorted((n for n, count in enumerate(counts) if count), key=counts.__getitem__):
        enough = len(hidden) > 1 and sum(counts[h] for h in hidden) >= 2 * SMALLEST
        if cells[n] != SMALL:
            if enough:
                break
            cells[n] = LEFT_OUT
        hidden.append(n)
    return cells


def rows(period: Period, today: date) -> Iterator[Row]:
    """Yield the report, line by line."""
    yield "periode", f"{period.since:%d-%m-%Y} tot en met {today:%d-%m-%Y}", "", ""
    yield from about_funnel(period)
    restored = restorations(period.starts_at).count()
    yield "in deze periode", "contact hersteld", publishable(restored), MEANINGS["Contact hersteld"]
    yield from about_areas(per_area(period, today))
    yield from about_months(per_month(today))
    for role in roles(period):
        yield from about_role(role)


def about_funnel(period: Period) -> Iterator[Row]:
    found, part = funnel(period), "van signaal naar contact"
    for step in found.steps:
        yield part, step.label, publishable(step.count), step.meaning
    yield part, "zonder verwijzing meegedaan", publishable(found.by_themselves), BY_THEMSELVES


def about_areas(areas: list[AreaFigures]) -> Iterator[Row]:
    meaning = MEANINGS["Per gebied"]
    columns = {
        "signalen": publishable_parts([area.signals for area in areas]),
        "contact hersteld": publishable_parts([area.restored for area in areas]),
    }
    for n, area in enumerate(areas):
        for what, cells in columns.items():
            yield f"gebied {area.name}", what, cells[n], meaning


def about_months(months: list[Month]) -> Iterator[Row]:
    columns = {
        "signalen": publishable_parts([month.signals for month in months]),
        "contact hersteld": publishable_parts([month.restored for month in months]),
    }
    for n, month in enumerate(months):
        for what, cells in columns.items():
            yield f"maand {month.first:%m-%Y}", what, cells[n], "Dit hele jaar, per maand."


def about_role(role: RoleFigures) -> Iterator[Row]:
    yield role.label, role.unit, publishable(role.main), role.meaning
    counts = [count for _, count in role.parts]
    cells = publishable_parts(counts) if role.adds_up else [publishable(count) for count in counts]
    for (label, _), cell in zip(role.parts, cells, strict=True):
        yield role.label, label, cell, role.meaning


def as_text(cell: str) -> str:
    """Prefix a cell that starts like a formula, so that spreadsheets read it as text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
