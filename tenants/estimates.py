"""Estimates of loneliness per neighbourhood (RIVM table 50120NED), imported and shown as context.

An estimate is always shown with its interval, period and source. Two areas whose intervals overlap
are never called higher or lower than each other, and no list is sorted by an estimate.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from django.db.models import Count

from tenants.models import Estimate, Home

SOURCE = "RIVM, tabel 50120NED"
# Codes of Statistics Netherlands for the value and the bounds of its 95% interval.
MARGINS = {"MW00000": "value", "MOG0095": "low", "MBG0095": "high"}
AGES = {"20300": "18 jaar of ouder", "53115": "18 tot 65 jaar", "80200": "65 jaar of ouder"}
ADULTS = "20300"
# A field name is the measure and a number that differs from year to year: Eenzaam_27.
FIELD = re.compile(r"(\w+?)_\d+")


class NoTable(Exception):
    """The file does not have the table's format. The message is Dutch, to show on screen."""


def read(file: IO[bytes]) -> int:
    """Import the estimates of a file and return how many; the same area and period is replaced.

    Skips rows without a value (too few respondents) and values without both bounds. Raises NoTable.
    """
    try:
        rows = json.load(file)["value"]
        found = _collect(rows)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NoTable(
            "Dit bestand heeft niet de vorm van tabel 50120NED. Download de tabel als JSON."
        ) from None
    estimates = [
        Estimate(area_code=area, period=period, age=age, measure=measure, **values)
        for (area, period, age, measure), values in found.items()
        if len(values) == len(MARGINS)
    ]
    Estimate.objects.bulk_create(
        estimates,
        update_conflicts=True,
        unique_fields=["area_code", "period", "age", "measure"],
        update_fields=["value", "low", "high"],
        batch_size=1000,
    )
    return len(estimates)


def _collect(rows: list[dict]) -> dict[tuple, dict[str, Decimal]]:
    found: dict[tuple, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        margin = MARGINS.get(row["Marges"].strip())
        if margin is None:
            continue
        for name, value in row.items():
            field = FIELD.fullmatch(name)
            if field and field[1] in Estimate.Measure.values and value is not None:
                key = (
                    row["WijkenEnBuurten"].strip(), row["Perioden"].strip(),
                    row["Leeftijd"].strip(), field[1],
                )  # fmt: skip
                found[key][margin] = Decimal(str(value))
    return found


@dataclass(frozen=True)
class Context:
    """A neighbourhood where the corporation has homes, with its newest estimate.

    `compared` is the Dutch comparison with the municipality; "" when there is none.
    """

    code: str
    homes: int
    estimate: Estimate | None
    compared: str

    @property
    def year(self) -> str:
        return self.estimate.period[:4] if self.estimate else ""


def neighbourhoods(measure: str = Estimate.Measure.LONELY, age: str = ADULTS) -> list[Context]:
    """Return the neighbourhoods with homes by code, each with its newest estimate compared with its
    municipality's."""
    homes = Home.objects.exclude(neighbourhood_code="").values(
        "neighbourhood_code", "municipality_code"
    )
    counted = list(homes.annotate(n=Count("pk")).order_by("neighbourhood_code"))
    codes = {row["neighbourhood_code"] for row in counted}
    codes |= {row["municipality_code"] for row in counted}
    newest = {
        one.area_code: one
        for one in Estimate.objects.filter(area_code__in=codes, measure=measure, age=age).order_by(
            "period"
        )
    }
    return [
        Context(
            row["neighbourhood_code"],
            row["n"],
            (here := newest.get(row["neighbourhood_code"])),
            compared(here, newest.get(row["municipality_code"])),
        )
        for row in counted
    ]


def compared(here: Estimate | None, town: Estimate | None) -> str:
    """Compare an area with its municipality, as Dutch text; "" when either estimate is missing or
    the periods differ. Higher or lower only when the intervals do not overlap."""
    if here is None or town is None or here.period != town.period:
        return ""
    if here.overlaps(town):
        return "niet te onderscheiden van de gemeente"
    return "hoger dan de gemeente" if here.low > town.high else "lager dan de gemeente"
