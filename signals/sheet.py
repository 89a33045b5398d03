"""Signals as a spreadsheet: what is needed to talk about the work, without names or words."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from accounts.plain import safe
from signals.models import Signal

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 5000
HEADINGS = [
    "Nummer", "Vastgelegd", "Adres", "Gebied", "Wat er opviel", "Hoe snel", "Status",
    "Wie pakt het op", "Volgende stap", "Uiterlijk",
]  # fmt: skip


def sheet(signals: Iterable[Signal]) -> bytes:
    """The file, one signal a row; expects `upcoming` on each, as the list gives it."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Signalen")
    page.freeze_panes = "A2"
    page.append([_bold(page, heading) for heading in HEADINGS])
    for signal in signals:
        page.append([_cell(page, value) for value in row(signal)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row(signal: Signal) -> list[str | int | date | None]:
    step = next(iter(signal.upcoming), None)
    home = signal.home
    return [
        signal.pk,
        signal.logged_at.date(),
        signal.place,
        str(home.area or "") if home else "",
        ", ".join(sign.label for sign in signal.signs.all()),
        signal.get_urgency_display(),
        signal.get_status_display(),
        signal.owner.name,
        step.get_kind_display() if step else "",
        step.due_on if step else None,
    ]


def _cell(page, value) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=safe(value))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _bold(page, heading: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=heading)
    cell.font = Font(bold=True)
    return cell
