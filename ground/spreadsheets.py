"""Write lists as .xlsx and .csv files: cells are text or numbers, never formulas."""

import csv
from collections.abc import Iterable
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ground.plain_text import escape_formula

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_CONTENT_TYPE = "text/csv; charset=utf-8"
Cell = str | int | date | None


def workbook(title: str, headings: list[str], rows: Iterable[list[Cell]]) -> bytes:
    """Return an .xlsx file with one sheet; the row of headings is frozen."""
    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    page.append([_bold(page, heading) for heading in headings])
    for row in rows:
        page.append([_cell(page, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def comma_separated(headings: list[str], rows: Iterable[list[Cell]]) -> bytes:
    """Return a .csv file as spreadsheet programs in Dutch read it: semicolons, UTF-8 with a mark,
    and days as 31-12-2026."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(map(_as_text, row))
    return out.getvalue().encode("utf-8-sig")


def _as_text(value: Cell) -> str:
    if value is None:
        return ""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(escape_formula(value))


def _cell(page, value: Cell) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=escape_formula(value))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _bold(page, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=heading)
    cell.font = Font(bold=True)
    return cell
