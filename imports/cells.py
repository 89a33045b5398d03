"""Cleaning of single cells; an invalid one raises Rejected, saying why and how to fix it.

The functions take the cells of a line by column name, and the name of the column.
"""

import re
from datetime import date
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from phonenumbers import PhoneNumberMatcher

from ground.citizen_numbers import LEFT_OUT, remove_bsn
from ground.phones import can_be_called, is_dialled
from imports.vera import codes

# 1946-03-07 and 19460307, with or without a time; 7-3-1946, 7/3/1946 and 7.3.1946.
YEAR_FIRST = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ][\d:.+Z-]*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: [\d:.]*)?")
OLDEST = 120
HOUSE_NUMBER = re.compile(
    r"(?P<number>\d{1,5})(?:[-/ ]{0,3}(?P<letter>[A-Za-z])(?![A-Za-z]))?"
    r"(?:(?:[-/ ]{1,3}|(?<=[A-Za-z])|(?=[A-Za-z]))(?P<addition>[A-Za-z0-9]{1,6}))?"
)
# A number that a spreadsheet rounded: 6,12346E+08.
ROUNDED = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
# A whole Dutch number without anything else, and not one that costs the caller money: what nearly
# every cell holds, so that the library need not look at it.
OF_THIS_COUNTRY = re.compile(r"(?:0|\+31[ -]?)[1-8](?:[ -]?[0-9]){8}")
# Digits that may be a number of a kind unknown here, such as one of an internal exchange.
NUMBER_ALONE = re.compile(r"\+?(?:[ .()/-]{0,3}\d){7,15}")
# A mobile number from which a spreadsheet stripped the leading zero.
WITHOUT_ZERO = re.compile(r"6[ -]?(?:\d[ -]?){7}\d")
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


def number(cells: dict[str, str], name: str) -> tuple[int | None, str, str]:
    """Parse a house number, and the letter and addition written against it: '14A' gives 14, 'A' and
    ''; '14-2' gives 14, '' and '2'. An empty cell gives None."""
    value = re.sub(r"[.,]0+$", "", cells.get(name, ""))
    if not value:
        return None, "", ""
    if not (found := HOUSE_NUMBER.fullmatch(value)):
        raise Rejected(
            f"{name} ‘{shown(value)}’ is geen huisnummer. Zet letters en toevoegingen in hun kolom."
        )
    return int(found["number"]), found["letter"] or "", found["addition"] or ""


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


def phone(cells: dict[str, str], name: str) -> tuple[str, str]:
    """Return the first number in a cell that can be called, as written, and what else it says.

    A possible BSN is left out of both. A cell never makes a line unusable: without such a number
    all of its text is what it says, but for digits alone that belong to no number we know of.
    """
    value = cells.get(name, "")
    if not value or OF_THIS_COUNTRY.fullmatch(value):
        return value, ""
    value = remove_bsn(re.sub(r"[.,]0+$", "", value).strip())
    if WITHOUT_ZERO.fullmatch(value):
        value = f"0{value}"
    note = value.replace(LEFT_OUT, "")
    number = ""
    for found in PhoneNumberMatcher(value, settings.PHONENUMBER_DEFAULT_REGION):
        if can_be_called(found.raw_string):
            number, note = found.raw_string, f"{value[: found.start]} {value[found.end :]}"
            break
    if not number and NUMBER_ALONE.fullmatch(note) and not is_dialled(note):
        number, note = note, ""
    if ROUNDED.fullmatch(note.strip()):
        note = f"afgerond door een rekenblad: {note}"
    if len(number) > 20:
        number = re.sub(r"[^\d+]", "", number)[:20]
    return number, " ".join(note.replace(LEFT_OUT, "").strip(" ()/,;-–").split())[:80]


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
