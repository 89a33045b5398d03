"""From the bytes of a file to rows of named cells; what cannot be read is said in plain Dutch."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field

# One file; a corporation with 100,000 homes fits in it.
MOST_BYTES = 30 * 1024 * 1024
SEPARATOR = ";"
OTHER_SEPARATORS = {",": "komma’s", "\t": "tabs", "|": "streepjes"}
HOW_TO_SAVE = "Kies in Excel ‘Opslaan als’ en dan ‘CSV UTF-8 (door puntkomma’s gescheiden)’."
# Columns that must never come in. They are counted and left out before anything is stored.
FORBIDDEN = {
    "bsn", "burgerservicenummer", "sofinummer", "inkomen", "inkomens", "nationaliteit",
    "burgerlijkestaat", "signaleringen",
}  # fmt: skip


class Unreadable(Exception):
    """The file as a whole cannot be read. The sentence is Dutch and says how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Row:
    """One line of the file: its number as an editor shows it, and its cells by column name."""

    line: int
    cells: dict[str, str]


@dataclass
class Sheet:
    """What a file holds: rows, lines refused with the reason, columns that were dropped."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[dict] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def reject(self, line: int, reason: str, who: str = "") -> None:
        """Refuse one line; `who` is the key in the source system, never a name."""
        self.rejects.append({"line": line, "who": who, "reason": reason})


def read(data: bytes, *, known: set[str], required: set[str]) -> Sheet:
    """The rows of a CSV file with `;` between its cells. Raises Unreadable.

    `known` are the column names to keep, `required` those that must be there. Other columns are
    dropped, with the number of filled cells; a BSN is among them, and is never stored.
    """
    sheet = Sheet()
    text = decode(data, sheet)
    if not text.strip():
        raise Unreadable("Het bestand is leeg. Kies het bestand dat je uit het ERP haalde.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR)
    try:
        header = [name.strip().casefold() for name in next(reader)]
        check_header(header, known=known, required=required)
        fill(sheet, header, reader, known)
    except csv.Error:
        raise Unreadable(
            f"Regel {reader.line_num} is niet te lezen: een tekst is te lang of een "
            "aanhalingsteken sluit niet. Maak die regel goed en kies het bestand opnieuw."
        ) from None
    return sheet


def decode(data: bytes, sheet: Sheet) -> str:
    """UTF-8, else Windows-1252 as older Excel saves it; the reader is told which."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            "Het bestand is groter dan 30 MB. Knip het in stukken van hoogstens 30 MB."
        )
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Unreadable(f"Dit is een Excel-werkmap, geen CSV. {HOW_TO_SAVE}")
    try:
        return data.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise Unreadable(f"De letters in dit bestand zijn niet te lezen. {HOW_TO_SAVE}") from None
    if "\x00" in text:
        raise Unreadable(f"De letters in dit bestand zijn niet te lezen. {HOW_TO_SAVE}")
    sheet.notes.append(
        "Het bestand is opgeslagen als Windows-1252 en zo gelezen. Kijk of namen met een accent "
        "goed staan. Letters als ş of ğ kunnen daarin niet; sla het liever op als ‘CSV UTF-8’."
    )
    return text


def check_header(header: list[str], *, known: set[str], required: set[str]) -> None:
    """The first line must name the columns we need, each once, with `;` between them."""
    if missing := required - set(header):
        for separator, words in OTHER_SEPARATORS.items():
            if len(header) == 1 and required & set(header[0].split(separator)):
                raise Unreadable(
                    f"Tussen de kolommen staan {words}; dat moeten puntkomma’s zijn. {HOW_TO_SAVE}"
                )
        if not known & set(header):
            raise Unreadable(
                "De eerste regel noemt geen kolommen die we kennen. De bovenste regel van het "
                f"bestand moet kolommen noemen, zoals {', '.join(sorted(required))}."
            )
        plural = "Deze kolom ontbreekt" if len(missing) == 1 else "Deze kolommen ontbreken"
        raise Unreadable(
            f"{plural}: {', '.join(sorted(missing))}. Zet ze in het bestand en kies het opnieuw."
        )
    twice = sorted(name for name, times in Counter(header).items() if times > 1 and name in known)
    if twice:
        raise Unreadable(
            f"Deze kolommen staan er twee keer in: {', '.join(twice)}. Laat er één staan."
        )


def fill(sheet: Sheet, header: list[str], reader, known: set[str]) -> None:
    """Put the lines in the sheet; lines with too few or too many cells are refused."""
    extra = [n for n, name in enumerate(header) if name and name not in known]
    sheet.dropped = {header[n]: 0 for n in extra}
    keep = [(n, name) for n, name in enumerate(header) if name in known]
    line = 1
    for cells in reader:
        first, line = line + 1, reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        for n in extra:
            if n < len(cells) and cells[n].strip():
                sheet.dropped[header[n]] += 1
        if len(cells) != len(header):
            long = len(cells) > len(header)
            sheet.reject(
                first,
                f"{len(cells)} kolommen in plaats van {len(header)}. "
                + ("Staat er een puntkomma in een tekst zonder aanhalingstekens?" if long else "")
                + ("" if long else "Is de regel afgebroken?"),
            )
            continue
        row = {name: " ".join(cells[n].split()) for n, name in keep}
        sheet.rows.append(Row(first, row))
