"""Inspection of an uploaded file: only known columns pass, and nothing else is ever stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO

from ground.citizen_numbers import is_bsn
from ground.plain_text import FORMULA, plain
from imports.columns import ENOUGH_NUMBERS, LINE, bare, known_names, missing, recognise
from imports.file_formats import MOST_LINES, Rows
from imports.limits import rows_of
from imports.unreadable import UnknownColumns, Unreadable

# Column names are cut to this length.
MOST_NAME = 200
# Columns that our own file of refused lines adds; ignored when that file is uploaded again.
OWN_COLUMNS = {"", "regel", "waarom"}


def unsafe(cell: str) -> str:
    """Remove the apostrophe that protects a cell against being read as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


@dataclass
class InspectedFile:
    """An inspected file: the accepted columns by our names, and its rows.

    `rows` yields (line number, cells in the order of `columns`, reason); a reason says why the line
    cannot be read, and then its cells are empty. `dropped` counts the filled cells of each column
    that was left out; it is complete once the rows have been read.
    """

    columns: list[str]
    notes: list[str]
    rows: Iterator[tuple[int, list[str], str]]
    dropped: dict[str, int] = field(default_factory=dict)


def open_file(file: IO[bytes], kind: str) -> InspectedFile:
    """Inspect the header of a file.

    Raises Unreadable, or UnknownColumns when the user can map the columns.
    """
    notes: list[str] = []
    rows = rows_of(file, notes)
    header, first = find_header(rows, kind, notes)
    header = [plain(name).strip()[:MOST_NAME] for name in header]
    places = recognise(header, kind)
    if lacking := missing(places.values(), kind):
        require_names(header)
        raise UnknownColumns(says_missing(lacking, bool(places)), header)
    outside = [
        n for n, name in enumerate(header) if n not in places and bare(name) not in OWN_COLUMNS
    ]
    inspected = InspectedFile(list(places.values()), notes, iter(()))
    inspected.dropped = {header[n].strip()[:60]: 0 for n in outside}
    inspected.rows = _through(chain(first, rows), header, places, outside, inspected.dropped)
    return inspected


def says_missing(lacking: list[str], some: bool) -> str:
    if not some:
        return (
            "De eerste regel noemt geen kolommen die we kennen. De bovenste regel van het "
            f"bestand moet kolommen noemen, zoals {', '.join(lacking)}."
        )
    plural = "Deze kolom ontbreekt" if len(lacking) == 1 else "Deze kolommen ontbreken"
    return (
        f"{plural}: {', '.join(lacking)}. Zet ze in het bestand, of koppel de kolommen die anders "
        "heten."
    )


def require_names(header: list[str]) -> None:
    """Raise Unreadable for a first line that looks like data: it may be personal, so it is never
    shown."""
    if any(cell[:1].isdigit() or "@" in cell for cell in header):
        raise Unreadable(
            "De eerste regel lijkt al gegevens te zijn. Zet er een regel boven met de namen van de "
            "kolommen."
        )


def find_header(rows: Rows, kind: str, notes: list[str]) -> tuple[list[str], list]:
    """Return the header and the rows read after it. It is the first line, or the second below a
    title."""
    known = known_names(kind)
    first = list(islice(rows, 2))
    if not first:
        raise Unreadable("Het bestand is leeg. Kies het bestand dat je uit het ERP haalde.")

    def familiar(row: tuple[int, list[str]]) -> int:
        return sum(bare(cell) in known for cell in row[1])

    best = max(first, key=familiar)
    at = first.index(best) if familiar(best) > 1 else 0
    if at:
        notes.append(
            "De eerste regel is een titel en is overgeslagen; de kolommen staan op regel 2."
        )
    return [cell.strip() for cell in first[at][1]], first[at + 1 :]


def _through(
    rows: Rows, header: list[str], places: dict[int, str], outside: list[int], dropped: dict
) -> Iterator[tuple[int, list[str], str]]:
    """Yield the cells of known columns, line by line."""
    numbers = BsnDetector(list(places.values()))
    names = [bare(name) for name in header]
    read = 0
    for line, cells in rows:
        if (read := read + 1) > MOST_LINES:
            raise Unreadable(f"Het bestand heeft meer dan {MOST_LINES:,} regels. Knip het.")
        for n in outside:
            if n < len(cells) and cells[n].strip():
                dropped[header[n][:60]] += 1
        extra = len(cells) - len(header)
        if extra > 0 and not any(cell.strip() for cell in cells[len(header) :]):
            extra = 0
        if extra:
            why = (
                "Staat er een scheidingsteken in een tekst zonder aanhalingstekens?"
                if extra > 0
                else "Is de regel afgebroken?"
            )
            yield line, [], f"{len(cells)} kolommen in plaats van {len(header)}. {why}"
            continue
        if bare(cells[0]) == names[0] and [bare(cell) for cell in cells[: len(names)]] == names:
            yield line, [], "Dit is nog een regel met namen van kolommen. Haal hem weg."
            continue
        kept = [unsafe(" ".join(cells[n].split())) for n in places]
        numbers.count(kept)
        yield line, kept, ""
    numbers.require_none()


class BsnDetector:
    """Detects columns that hold citizen service numbers (BSN) under another name."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self.nine = [0] * len(columns)
        self.bsn = [0] * len(columns)

    def count(self, cells: list[str]) -> None:
        for n, cell in enumerate(cells):
            if len(cell) == 9 and cell.isdecimal() and cell.isascii():
                self.nine[n] += 1
                self.bsn[n] += is_bsn(cell)

    def require_none(self) -> None:
        """Raise Unreadable when over 80% of the nine-digit cells in a column are valid BSNs."""
        for name, nine, bsn in zip(self.columns, self.nine, self.bsn, strict=True):
            if nine >= ENOUGH_NUMBERS and bsn > nine * 0.8:
                raise Unreadable(
                    f"In de kolom {name} staan burgerservicenummers. Die bewaren we nooit. Zet er "
                    "het nummer uit je eigen systeem in en kies het bestand opnieuw."
                )


def key_columns(kind: str, columns: list[str]) -> tuple[int, int | None]:
    """Return the positions of the id in the source system and of the contract; None without one."""
    line = LINE[kind]
    contract = columns.index(line.CONTRACT) if line.CONTRACT in columns else None
    return columns.index(line.KEY), contract
