"""Store the lines of a file, so that one worker can continue where another stopped."""

import csv
import io
import json
from collections.abc import Iterable
from itertools import islice

from django.db import connection

from imports.models import ImportLine, ImportRun
from imports.uploads import InspectedFile, key_columns

AT_ONCE = 5000
COPY = (
    "COPY imports_importline (run_id, line, who, contract, cells, outcome, what, reason) "
    "FROM STDIN WITH (FORMAT csv)"
)


def stage(run: ImportRun, inspected: InspectedFile) -> int:
    """Store the lines, in the caller's transaction, and return how many.

    Raises Unreadable when the file turns out to be damaged halfway.
    """
    key, contract = key_columns(run.kind, inspected.columns)
    total = 0

    def as_line(line: int, cells: list[str], reason: str) -> list:
        who = cells[key][:60] if cells else ""
        agreement = cells[contract][:60] if cells and contract is not None else ""
        outcome = ImportLine.Outcome.REJECTED if reason else ""
        cells_json = json.dumps(cells, ensure_ascii=False)
        return [run.pk, max(line, 0), who, agreement, cells_json, outcome, "[]", reason[:300]]

    with connection.cursor() as cursor:
        while part := list(islice(inspected.rows, AT_ONCE)):
            total += len(part)
            cursor.copy_expert(COPY, as_csv(as_line(*row) for row in part))
    return total


def as_csv(rows: Iterable[list]) -> io.StringIO:
    text = io.StringIO()
    # Quote everything: COPY reads an unquoted empty cell as NULL.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    text.seek(0)
    return text
