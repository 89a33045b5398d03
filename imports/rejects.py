"""Export of refused lines, to correct and upload again."""

import csv
from typing import TextIO

from ground.plain_text import escape_formula
from ground.streaming import streamed
from imports.models import ImportLine, ImportRun


def write_rejects(run: ImportRun, to: TextIO) -> None:
    """Write the refused lines as semicolon-separated CSV: our columns, line number and reason."""
    writer = csv.writer(to, delimiter=";")
    writer.writerow([*run.columns, "regel", "waarom"])
    refused = run.lines.filter(outcome=ImportLine.Outcome.REJECTED).order_by("pk")
    for line in streamed(refused):
        cells = line.cells or [""] * len(run.columns)
        writer.writerow([*map(escape_formula, cells), line.line, line.reason])
