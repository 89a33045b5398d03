"""Code lists of VERA, the data standard of Dutch housing corporations, that the import needs.

Source: Aedes, VERA referentiedata of 26 June 2026, public domain (CC0 1.0). Lapsed codes are kept:
an ERP may still send them.
"""

import csv
from functools import cache
from pathlib import Path


@cache
def codes(soort: str) -> dict[str, str]:
    """Return the codes of one list with their names:
    `codes("EENHEIDSOORT")["WOO"] == "Woonruimte"`."""
    with (Path(__file__).parent / "vera.csv").open(encoding="utf-8", newline="") as lists:
        rows = csv.DictReader(lists, delimiter=";")
        return {row["Code"]: row["Naam"] for row in rows if row["Soort"] == soort}
