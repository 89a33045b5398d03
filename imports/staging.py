"""Lines of a file go into a table, so that a worker can go on where another stopped."""

import csv
import io
import json
from collections.abc import Iterable
from itertools import islice

from django.db import connection

from imports.models import ImportLine, ImportRun
from imports.uploads import Door, key_columns

AT_ONCE = 5000
COPY = (
    "COPY imports_importline (run_id, line, who, contract, cells, outcome, what, reason) "
    "FROM STDIN WITH (FORMAT csv)"
)


def stage(run: ImportRun, door: Door) -> int:
    """Put the lines in the table, in the transaction of whoever calls; how many there are.

    Raises Unreadable when the file turns out to be damaged on the way.
    """
    key, contract = key_columns(run.kind, door.columns)
    total = 0

    def as_line(line: int, cells: list[str], reason: str) -> list:
        who = cells[key][:60] if cells else ""
        agreement = cells[contract][:60] if cells and contract is not None else ""
        outcome = ImportLine.Outcome.REJECTED if reason else ""
        cells_json = json.dumps(cells, ensure_ascii=False)
        return [run.pk, max(line, 0), who, agreement, cells_json, outcome, "[]", reason[:300]]

    with connection.cursor() as cursor:
        while part := list(islice(door.rows, AT_ONCE)):
            total += len(part)
            cursor.copy_expert(COPY, as_csv(as_line(*row) for row in part))
    return total


def as_csv(rows: Iterable[list]) -> io.StringIO:
    text = io.StringIO()
    # Quoted, because an empty cell without quotes would be read as nothing at all.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    text.seek(0)
    return text
