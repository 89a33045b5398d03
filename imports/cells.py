"""Cleaning of single cells; an invalid one raises Rejected, saying why and how to fix it.

The functions take the cells of a line by column name, and the name of the column.
"""

import re
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone

from imports.vera import codes

# 1946-03-07 and 19460307, with or without a time; 7-3-1946, 7/3/1946 and 7.3.1946.
YEAR_FIRST = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ][\d:.+Z-]*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: [\d:.]*)?")
OLDEST = 120
POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")


class Rejected(Exception):
    """A line cannot be imported. `reason` is a Dutch sentence for the screen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LeftOut(Rejected):
    """A line is valid but out of scope, so it is skipped."""


def required(cells: dict[str, str], name: str) -> str:
    """Return a cell that may not be empty."""
    if value := cells.get(name, ""):
        return value
    raise Rejected(f"{name} is leeg.")


def code(cells: dict[str, str], name: str, soort: str, default: str = "") -> str:
    """Return a code of one VERA list (`soort`), in upper case; an empty cell gives `default`."""
    value = cells.get(name, "").upper() or default
    if value and value not in codes(soort):
        known = ", ".join(codes(soort))
        raise Rejected(f"{name} ‘{shown(value)}’ is geen VERA-code. Kies uit {known}.")
    return value


def day(cells: dict[str, str], name: str) -> str:
    """Parse a date written as `jjjj-mm-dd` or `d-m-jjjj` into ISO text; "" when empty."""
    value = cells.get(name, "")
    if not value:
        return ""
    if found := YEAR_FIRST.fullmatch(value):
        year, month, on = found.groups()
    elif found := DAY_FIRST.fullmatch(value):
        on, month, year = found.groups()
    try:
        read = date(int(year), int(month), int(on)) if found else None
    except ValueError:
        read = None
    if read is None or not 1800 <= read.year <= 2200:
        raise Rejected(
            f"{name} ‘{shown(value)}’ is geen datum. Schrijf hem als 1946-03-07 of 7-3-1946."
        )
    return read.isoformat()


def past_day(cells: dict[str, str], name: str) -> str:
    """Parse a date that may not be in the future."""
    value = day(cells, name)
    this_year = str(timezone.now().year)
    if value[:4] >= this_year and value > timezone.localdate().isoformat():
        raise Rejected(f"{name} ligt in de toekomst.")
    return value


def birthday(cells: dict[str, str], name: str) -> str:
    """Parse a birth date, at most OLDEST years ago."""
    value = past_day(cells, name)
    if value and int(value[:4]) < timezone.now().year - OLDEST:
        raise Rejected(
            f"{name} {value} is meer dan {OLDEST} jaar geleden. Verbeter hem of laat hem leeg."
        )
    return value


def number(cells: dict[str, str], name: str) -> int | None:
    """Parse a house number; None when the cell is empty."""
    value = re.sub(r"[.,]0+$", "", cells.get(name, ""))
    if not value:
        return None
    if not value.isdecimal() or len(value) > 5:
        raise Rejected(
            f"{name} ‘{shown(value)}’ is geen huisnummer. Zet letters en toevoegingen in hun kolom."
        )
    return int(value)


def postcode(cells: dict[str, str], name: str) -> str:
    """Normalise a postcode to '9999 XA'; "" when the cell is empty."""
    value = cells.get(name, "")
    if not value:
        return ""
    if not (found := POSTCODE.fullmatch(value)):
        raise Rejected(f"{name} ‘{shown(value)}’ is geen postcode. Schrijf hem als 9999 XA.")
    return f"{found[1]} {found[2].upper()}"


def area_code(cells: dict[str, str], name: str, prefix: str, digits: int) -> str:
    """Normalise a code of Statistics Netherlands to prefix and digits: 'BU99990101'.

    Accepts '99990101', and '2630101', from which a spreadsheet stripped the leading zero.
    """
    value = cells.get(name, "").upper().replace(" ", "").removeprefix(prefix)
    value = re.sub(r"[.,]0+$", "", value)
    if not value:
        return ""
    if not value.isdecimal() or len(value) > digits:
        raise Rejected(
            f"{name} ‘{shown(value)}’ is geen code. Schrijf hem als {prefix} en {digits} cijfers."
        )
    return f"{prefix}{value.zfill(digits)}"


def bag_id(cells: dict[str, str], name: str) -> str:
    """Return an id of the national address register (BAG): 16 digits. A stripped leading zero is
    restored."""
    value = cells.get(name, "")
    if not value:
        return ""
    if not value.isdecimal() or len(value) not in (15, 16):
        raise Rejected(
            f"{name} ‘{shown(value)}’ is geen BAG-id van 16 cijfers. Maak van de kolom in Excel "
            "eerst tekst: anders rondt Excel de cijfers af."
        )
    return value.zfill(16)


def phone(cells: dict[str, str], name: str) -> str:
    """Return a phone number as given, without spaces and hyphens if it exceeds 20 characters."""
    value = cells.get(name, "")
    if len(value) > 20:
        value = value.replace(" ", "").replace("-", "")
    return value


def email(cells: dict[str, str], name: str) -> str:
    value = cells.get(name, "")
    if value:
        try:
            validate_email(value)
        except ValidationError:
            raise Rejected(f"{name} is geen e-mailadres. Verbeter het of laat het leeg.") from None
    return value


def only_present(
    fields: dict, cells: dict[str, str], columns: dict[str, str], keep: set[str]
) -> dict:
    """Return only the fields whose column is in the file; those in `keep` only when it is filled.

    Fields that the file leaves out keep their value. `columns` maps field to column.
    """
    return {
        name: value
        for name, value in fields.items()
        if (column := columns[name]) in cells and (name not in keep or cells[column])
    }


@cache
def rooms(model: type[models.Model]) -> dict[str, tuple[int, str]]:
    """Return the maximum length and the Dutch label of each text field, by field name."""
    return {
        field.name: (field.max_length, str(field.verbose_name))
        for field in model._meta.concrete_fields
        if getattr(field, "max_length", None)
    }


def require_room(model: type[models.Model], fields: dict) -> None:
    """Raise Rejected for a text that is longer than its field allows."""
    room = rooms(model)
    for name, value in fields.items():
        if isinstance(value, str) and name in room and len(value) > room[name][0]:
            most, label = room[name]
            raise Rejected(f"{label} is te lang: {len(value)} tekens, hoogstens {most}.")


def shown(value: str) -> str:
    """Truncate a cell to 20 characters, to repeat it on screen."""
    return value if len(value) <= 20 else f"{value[:20]}…"
