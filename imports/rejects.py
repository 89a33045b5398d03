"""The refused lines of a file, to mend and to offer again."""

import csv
from typing import TextIO

from ground.plain_text import safe
from imports.models import ImportLine, ImportRun


def write_rejects(run: ImportRun, to: TextIO) -> None:
    """Refused lines with our columns, their line and the reason, as CSV with semicolons."""
    writer = csv.writer(to, delimiter=";")
    writer.writerow([*run.columns, "regel", "waarom"])
    refused = run.lines.filter(outcome=ImportLine.Outcome.REJECTED).order_by("pk")
    for line in refused.iterator(chunk_size=2000):
        cells = line.cells or [""] * len(run.columns)
        writer.writerow([*map(safe, cells), line.line, line.reason])
