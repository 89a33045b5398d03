"""How one cell becomes one value; a cell that makes no sense says why, and how to mend it."""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone

from tenants.imports.vera import codes

DATES = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d")
POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")


class Rejected(Exception):
    """One line cannot come in. The sentence is Dutch."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def needed(cells: dict[str, str], name: str) -> str:
    """A cell that may not be empty."""
    if value := cells.get(name, ""):
        return value
    raise Rejected(f"{name} is leeg.")


def code(cells: dict[str, str], name: str, soort: str, default: str = "") -> str:
    """A VERA code of one list, in capitals."""
    value = cells.get(name, "").upper() or default
    if value and value not in codes(soort):
        known = ", ".join(codes(soort))
        raise Rejected(f"{name} ‘{shown(value)}’ is geen VERA-code. Kies uit {known}.")
    return value


def day(cells: dict[str, str], name: str) -> str:
    """A day as `jjjj-mm-dd` or `d-m-jjjj`; ISO text, or empty."""
    value = cells.get(name, "").removesuffix(" 00:00").removesuffix(" 00:00:00")
    if not value:
        return ""
    for form in DATES:
        try:
            found = datetime.strptime(value, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if date(1880, 1, 1) <= found <= date(2200, 1, 1):
            return found.isoformat()
    raise Rejected(
        f"{name} ‘{shown(value)}’ is geen datum. Schrijf hem als 1946-03-07 of 7-3-1946."
    )


def past_day(cells: dict[str, str], name: str) -> str:
    """A day that has been."""
    value = day(cells, name)
    if value and date.fromisoformat(value) > timezone.localdate():
        raise Rejected(f"{name} ligt in de toekomst.")
    return value


def number(cells: dict[str, str], name: str) -> int | None:
    """A whole number of a house, or nothing."""
    value = cells.get(name, "")
    if not value:
        return None
    if not value.isdecimal() or len(value) > 5:
        raise Rejected(
            f"{name} ‘{shown(value)}’ is geen huisnummer. Zet letters en toevoegingen in hun kolom."
        )
    return int(value)


def postcode(cells: dict[str, str], name: str) -> str:
    """'9999 XA', however it was typed."""
    value = cells.get(name, "")
    if not value:
        return ""
    if not (found := POSTCODE.fullmatch(value)):
        raise Rejected(f"{name} ‘{shown(value)}’ is geen postcode. Schrijf hem als 9999 XA.")
    return f"{found[1]} {found[2].upper()}"


def area_code(cells: dict[str, str], name: str, prefix: str) -> str:
    """A code of Statistics Netherlands with its letters: 'BU99990101', also from '99990101'."""
    value = cells.get(name, "").upper()
    return f"{prefix}{value}" if value.isdecimal() else value


def email(cells: dict[str, str], name: str) -> str:
    value = cells.get(name, "")
    if value:
        try:
            validate_email(value)
        except ValidationError:
            raise Rejected(f"{name} is geen e-mailadres. Verbeter het of laat het leeg.") from None
    return value


def require_room(model: type[models.Model], fields: dict) -> None:
    """Refuse what does not fit in its column."""
    for name, value in fields.items():
        most = getattr(model._meta.get_field(name), "max_length", None)
        if most and isinstance(value, str) and len(value) > most:
            label = model._meta.get_field(name).verbose_name
            raise Rejected(f"{label} is te lang: {len(value)} tekens, hoogstens {most}.")


def shown(value: str) -> str:
    """A cell as it may be repeated on screen."""
    return value if len(value) <= 20 else f"{value[:20]}…"
