"""Signals as a spreadsheet for discussing the work: no names, and no texts that people wrote."""

from collections.abc import Iterable
from datetime import date

from ground.days import local_day
from ground.spreadsheets import CONTENT_TYPE, workbook
from signals.models import Signal

__all__ = ["CONTENT_TYPE", "MOST", "sheet"]
MOST = 5000
HEADINGS = [
    "Nummer", "Vastgelegd", "Adres", "Gebied", "Wat er opviel", "Hoe snel", "Status",
    "Wie pakt het op", "Volgende stap", "Uiterlijk",
]  # fmt: skip


def sheet(signals: Iterable[Signal]) -> bytes:
    """Return the file, one row per signal. Each signal needs `upcoming`, see `with_upcoming`."""
    return workbook("Signalen", HEADINGS, map(row, signals))


def row(signal: Signal) -> list[str | int | date | None]:
    step = next(iter(signal.upcoming), None)
    home = signal.home
    return [
        signal.pk,
        local_day(signal.logged_at),
        signal.place,
        str(home.area or "") if home else "",
        ", ".join(sign.label for sign in signal.signs.all()),
        signal.get_urgency_display(),
        signal.get_status_display(),
        signal.owner.name,
        step.get_kind_display() if step else "",
        step.due_on if step else None,
    ]
