"""Readers of file formats: CSV as Dutch programs write it, Excel workbooks, and VERA JSON.

Each reader yields pairs of a line number, as the program that made the file shows it, and the cells
of that line as text. Rows are streamed, so that a file of 100,000 lines is never in memory as a
whole.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO

import ijson
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from imports.unreadable import Unreadable

Rows = Iterator[tuple[int, list[str]]]
# The largest file; twice what a corporation with 100,000 homes needs.
MOST_BYTES = 100 * 1024 * 1024
# Limits on an unpacked workbook (a zip file): in total, and for its shared strings, which are read
# into memory as a whole.
MOST_UNPACKED = 512 * 1024 * 1024
MOST_TEXTS = 100 * 1024 * 1024
# Limits on the number of files in it, on each file that is neither a sheet nor texts, and on how
# much smaller packing made it: real workbooks become ten to forty times smaller.
MOST_ENTRIES = 2_000
MOST_OTHER = 10 * 1024 * 1024
MOST_RATIO = 100
# The number of columns of Excel, and the length of a line of text.
MOST_CELLS = 16_384
MOST_LINE = 4 * 1024 * 1024
# Exceptions that openpyxl raises on a truncated, altered or locked workbook.
DAMAGED = (
    AttributeError, EOFError, IndexError, KeyError, SyntaxError, TypeError, ValueError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
MOST_LINES = 1_000_000
# JSON is scanned in chunks before it is parsed. VERA nests four levels deep, and has no numbers
# with as many digits as ENDLESS matches.
CHUNK_BYTES = 1024 * 1024
DEEPEST = 20
ENDLESS = re.compile(rb"\d{40}|[eE][+-]?\d{7}")
BRACKETS = re.compile(rb"[\[\]{}]")
ESCAPE = re.compile(rb"\\.", re.DOTALL)
MOST_WHOLE = 10**18
# Reading stops after this many empty rows: a sheet that was once larger ends in them.
MOST_EMPTY = 5_000
SEPARATORS = ";\t,|"
# Nested objects are read by their code, except these, which are read by their name.
BY_NAME = {"woonplaats", "rayon"}
HOW_TO_SAVE = "Kies in Excel ‘Opslaan als’ en dan ‘CSV UTF-8 (door puntkomma’s gescheiden)’."
WINDOWS = (
    "Het bestand is opgeslagen als Windows-1252 en zo gelezen. Kijk of namen met een accent "
    "goed staan. Letters als ş of ğ kunnen daarin niet; sla het liever op als ‘CSV UTF-8’."
)


def rows_of(file: IO[bytes], notes: list[str]) -> Rows:
    """Yield the rows of a file in any supported format; appends remarks for the user to `notes`.

    Raises Unreadable, also while iterating. `imports.limits` bounds its memory and time.
    """
    start = file.read(4096)
    file.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return workbook_rows(file)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "Dit is een oude of beveiligde Excel-werkmap. Sla hem op als .xlsx zonder wachtwoord, "
            f"of als CSV. {HOW_TO_SAVE}"
        )
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        return vera_rows(file)
    return csv_rows(file, notes)


def require_narrow(line: int, cells: list[str]) -> None:
    """Raise Unreadable for a row with more cells than Excel has columns."""
    if len(cells) > MOST_CELLS:
        raise Unreadable(
            f"Regel {line} heeft meer dan {MOST_CELLS} kolommen. Haal het bestand opnieuw uit het "
            "ERP, met één huurder of woning op een regel."
        )


# --- CSV ---------------------------------------------------------------------------------------


def csv_rows(file: IO[bytes], notes: list[str]) -> Rows:
    """Read CSV with any common separator, in UTF-8, UTF-16, or Windows-1252 (older Excel)."""
    encoding = encoding_of(file)
    if encoding == "cp1252":
        notes.append(WINDOWS)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    try:
        separator = separator_of(text)
        yield from _csv_lines(text, separator)
    finally:
        # The caller closes the file, and may have done so when it stopped reading early.
        if not file.closed:
            text.detach()


def encoding_of(file: IO[bytes]) -> str:
    """Detect the encoding: utf-16, utf-8-sig or cp1252. Raises Unreadable for anything else."""
    start = file.read(2)
    file.seek(0)
    if start in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        text = io.TextIOWrapper(file, encoding, newline="")
        try:
            # A NUL means this is no Windows-1252 text but a binary file.
            while part := text.read(1 << 20):
                if encoding == "cp1252" and "\x00" in part:
                    break
            else:
                return encoding
        except UnicodeDecodeError:
            continue
        finally:
            text.detach()
            file.seek(0)
    raise Unreadable(f"De letters in dit bestand zijn niet te lezen. {HOW_TO_SAVE}")


def separator_of(text: io.TextIOWrapper) -> str:
    """Return the separator that occurs most in the first line, outside quotes."""
    start = text.read(8192)
    text.seek(0)
    lines = [line for line in start.splitlines()[:5] if line.strip()]
    if not lines:
        raise Unreadable("Het bestand is leeg. Kies het bestand dat je uit het ERP haalde.")
    bare = "".join(part for n, part in enumerate(lines[0].split('"')) if n % 2 == 0)
    return max(SEPARATORS, key=lambda separator: (bare.count(separator), separator == ";"))


def _csv_lines(text: io.TextIOWrapper, separator: str) -> Rows:
    """Yield rows with the number of their first line; a quoted cell can span several lines."""
    reader = csv.reader(_text_lines(text), delimiter=separator)
    line = 0
    try:
        for cells in reader:
            first, line = line + 1, reader.line_num
            require_narrow(first, cells)
            if any(cell.strip() for cell in cells):
                yield first, cells
    except csv.Error:
        raise Unreadable(
            f"Regel {reader.line_num} is niet te lezen: een tekst is te lang of een "
            "aanhalingsteken sluit niet. Maak die regel goed en kies het bestand opnieuw."
        ) from None


def _text_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines without NUL. Raises Unreadable for one that is too long to be a row."""
    number = 0
    while line := text.readline(MOST_LINE):
        number += 1
        if len(line) == MOST_LINE:
            raise Unreadable(
                f"Regel {number} is te lang om één huurder of woning te zijn. Haal het bestand "
                "opnieuw uit het ERP."
            )
        yield line.replace("\x00", "")


# --- Excel -------------------------------------------------------------------------------------


def workbook_rows(file: IO[bytes]) -> Rows:
    """Read the first sheet that is not empty; formulas give their saved result."""
    require_workbook(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, OSError, RuntimeError, *DAMAGED):
        raise Unreadable(
            f"Deze werkmap is niet te lezen. Sla hem opnieuw op. {HOW_TO_SAVE}"
        ) from None
    try:
        for sheet in book.worksheets:
            empty, found = 0, False
            for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                require_narrow(line, values)
                cells = [shown(value) for value in values]
                if any(cells):
                    empty, found = 0, True
                    yield line, cells
                elif (empty := empty + 1) > MOST_EMPTY:
                    break
            if found:
                return
        raise Unreadable("De werkmap is leeg. Kies het bestand dat je uit het ERP haalde.")
    except DAMAGED:
        raise Unreadable(f"Deze werkmap is beschadigd. Sla hem opnieuw op. {HOW_TO_SAVE}") from None
    finally:
        book.close()


def require_workbook(file: IO[bytes]) -> None:
    """Raise Unreadable for a zip bomb or another kind of zip file, before unpacking anything."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            sizes = {entry.filename: entry.file_size for entry in entries}
    except zipfile.BadZipFile:
        raise Unreadable(
            f"Dit bestand is beschadigd of half geüpload. Kies het opnieuw. {HOW_TO_SAVE}"
        ) from None
    if "xl/workbook.xml" not in sizes:
        raise Unreadable(
            f"Dit is geen Excel-werkmap maar een ander ingepakt bestand. {HOW_TO_SAVE}"
        )
    unpacked = sum(entry.file_size for entry in entries)
    limits = {"xl/worksheets/": MOST_UNPACKED, "xl/sharedStrings.xml": MOST_TEXTS}
    too_large = any(
        size > next((limits[part] for part in limits if name.startswith(part)), MOST_OTHER)
        for name, size in sizes.items()
        if not name.startswith("xl/media/")
    )
    too_dense = any(
        entry.file_size > MOST_OTHER and entry.file_size > MOST_RATIO * entry.compress_size
        for entry in entries
    )
    if too_large or too_dense or unpacked > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
        raise Unreadable(
            f"Uitgepakt is deze werkmap te groot. Probeer het met een CSV-bestand. {HOW_TO_SAVE}"
        )
    file.seek(0)


def shown(value: object) -> str:
    """Return a cell as text: dates as 1946-03-07, whole numbers without decimals, errors as ""."""
    match value:
        case None | bool():
            return ""
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        # Larger numbers mean nothing here, and int() fails on infinity.
        case float() | Decimal() if abs(value) < MOST_WHOLE and value == int(value):
            return str(int(value))
        case str() if value.startswith("#") and value.rstrip("!?").isupper():
            return ""
    return str(value)


# --- VERA JSON ---------------------------------------------------------------------------------


def vera_rows(file: IO[bytes]) -> Rows:
    """Read objects as VERA's interfaces return them: a list, or an object that holds one list.

    A nested value becomes a column with both names ('adres_postcode') and, where that is free, with
    its own name ('postcode'); reference data are read by code. A person with several agreements,
    each with its units, gives one row per unit. Line numbers count the objects.
    """
    require_shallow(file)
    file.seek(3 if file.read(3) == b"\xef\xbb\xbf" else 0)
    begin = file.tell()
    try:
        prefix = _where_the_list_is(file)
        file.seek(begin)
        header: dict[str, int] = {}
        waiting: list[tuple[int, dict[str, str]]] = []
        # Collect the header from the first 500 rows, because ERPs leave out empty values.
        objects = enumerate(ijson.items(file, prefix), start=1)
        for number, thing in objects:
            waiting += [(number, row) for row in flat_rows(thing)]
            if len(waiting) >= 500:
                break
        for _, row in waiting:
            for name in row:
                header.setdefault(name, len(header))
        require_narrow(1, list(header))
        yield 0, list(header)
        for number, row in waiting:
            yield number, [row.get(name, "") for name in header]
        for number, thing in objects:
            for row in flat_rows(thing):
                yield number, [row.get(name, "") for name in header]
    except (ijson.JSONError, ArithmeticError, ValueError, RecursionError):
        raise Unreadable(
            "Dit JSON-bestand is niet te lezen: het is afgebroken of niet goed gevormd. Haal het "
            "opnieuw uit het ERP."
        ) from None


def require_shallow(file: IO[bytes]) -> None:
    """Raise Unreadable for endless numbers and texts or deep nesting, before the JSON is parsed.

    The parser is native code: it crashes on them, or takes half a minute, instead of raising.
    """
    file.seek(0)
    depth, length, inside, rest = 0, 0, False, b""
    while piece := file.read(CHUNK_BYTES):
        piece = rest + piece
        # Carry a trailing backslash over, so that no chunk ends in the middle of an escape.
        rest = b"\\" if (len(piece) - len(piece.rstrip(b"\\"))) % 2 else b""
        piece = ESCAPE.sub(b"", piece[: len(piece) - len(rest)])
        for part in piece.split(b'"'):
            length = length + len(part) if inside else 0
            if length > MOST_LINE:
                raise Unreadable(
                    "In dit JSON-bestand staat een tekst die te lang is. Haal het opnieuw uit het "
                    "ERP."
                )
            if not inside:
                depth = _depth_after(part, depth)
            inside = not inside
        inside = not inside  # the last part continues in the next chunk
    file.seek(0)


def _depth_after(part: bytes, depth: int) -> int:
    if ENDLESS.search(part):
        raise Unreadable("In dit JSON-bestand staat een getal dat geen getal meer is.")
    for bracket in BRACKETS.findall(part):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            raise Unreadable("Dit JSON-bestand is dieper genest dan een ERP het maakt.")
    return depth


def _where_the_list_is(file: IO[bytes]) -> str:
    """Return the ijson prefix of the items in the first list."""
    for prefix, event, _ in ijson.parse(file):
        if event == "start_array":
            return f"{prefix}.item".removeprefix(".")
    raise Unreadable("In dit JSON-bestand staat geen lijst van eenheden of relaties.")


def flat_rows(thing: object) -> Iterator[dict[str, str]]:
    """Yield one object as rows by column name: one row per unit of each agreement."""
    if not isinstance(thing, dict):
        return
    agreements = thing.pop("overeenkomsten", None)
    own = flat(thing)
    if not isinstance(agreements, list) or not any(isinstance(a, dict) for a in agreements):
        yield own
        return
    for agreement in agreements:
        if not isinstance(agreement, dict):
            continue
        units = agreement.pop("eenheden", None) or [agreement.pop("eenheid", None)]
        part = {f"overeenkomst_{name}": value for name, value in flat(agreement).items()}
        for unit in units if isinstance(units, list) else [units]:
            code = unit.get("code", "") if isinstance(unit, dict) else unit
            yield own | part | {"eenheid_code": shown(code)}


def flat(thing: dict) -> dict[str, str]:
    """Flatten one object: `{"adres": {"postcode": …}}` gives adres_postcode and postcode."""
    cells: dict[str, str] = {}
    deeper: dict[str, str] = {}
    for name, value in thing.items():
        if isinstance(value, dict):
            if told := value.get("naam" if name in BY_NAME else "code"):
                cells[name] = shown(told)
            inside = flat(value)
            deeper |= {f"{name}_{sub}": text for sub, text in inside.items()}
            if "naam" not in value:
                own = {sub: text for sub, text in inside.items() if sub not in ("id", "code")}
                deeper |= own
        elif isinstance(value, list):
            deeper |= contact_details(value)
            objects = [one for one in value if isinstance(one, dict)]
            if objects and name.endswith("s"):
                inside = flat(objects[0])
                deeper |= {f"{name[:-1]}_{sub}": text for sub, text in inside.items()}
        else:
            cells[name] = shown(value).replace("\x00", "")
    return deeper | cells


def contact_details(details: list) -> dict[str, str]:
    """Return phone and e-mail from a list of VERA Contactgegeven, by column name."""
    found: dict[str, str] = {}
    for one in details:
        kind = one.get("soort") if isinstance(one, dict) else None
        code = kind.get("code", "") if isinstance(kind, dict) else kind
        column = {"TEL": "telefoon", "MOB": "telefoon", "EMA": "email"}.get(code or "")
        if column and one.get("waarde"):
            found.setdefault(column, shown(one["waarde"]))
    return found
