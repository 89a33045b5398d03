"""Recognition of columns: VERA's names are known, other names are mapped once per source."""

from collections import Counter
from collections.abc import Iterable
from types import ModuleType

from imports import home_lines, tenant_lines
from imports.models import ColumnMap, ImportRun
from imports.unreadable import Unreadable

LINE: dict[str, ModuleType] = {
    ImportRun.Kind.HOMES: home_lines,
    ImportRun.Kind.TENANTS: tenant_lines,
}
# Common aliases of VERA's names, in the form that `bare` returns.
ALSO = {
    "huisnr": "huisnummer",
    "toevoeging": "huisnummertoevoeging",
    "plaats": "woonplaats",
    "complexcode": "cluster_code",
    "complexnaam": "cluster_naam",
    "telefoonnummer": "telefoon",
    "mailadres": "email",
    "emailadres": "email",
    "initialen": "voorletters",
    "tussenvoegsel": "tussenvoegsels",
    "overeenkomstnummer": "overeenkomst_id",
    "contractnummer": "overeenkomst_id",
    "eenheidnummer": "eenheid_code",
}
# Prefixes of columns that must never be stored. They are counted and dropped before anything is
# stored, and no mapping can let them in.
FORBIDDEN = (
    "bsn", "burgerservice", "sofi", "inkomen", "verzamelinkomen", "nationalit", "burgerlijkestaat",
    "signalering", "religie", "geloof", "etnic", "geboorteland", "iban", "bankrekening",
    "uitkering", "schuld", "huurachterstand", "strafrecht", "medisch", "diagnose",
)  # fmt: skip
# The fewest numbers to judge a column by; a random number passes the BSN check one time in eleven.
ENOUGH_NUMBERS = 20


def bare(name: str) -> str:
    """Normalise a column name to compare it: 'Geboorte datum' and 'geboorte_datum' give
    'geboortedatum'."""
    return "".join(c for c in name.casefold() if c.isalnum())


def is_forbidden(name: str) -> bool:
    return bare(name).startswith(FORBIDDEN)


def known_names(kind: str) -> dict[str, str]:
    """Return our column names by each of their bare names and aliases."""
    ours = LINE[kind].KNOWN
    names = {bare(name): name for name in ours}
    also = {also: name for also, name in ALSO.items() if name in ours} | LINE[kind].ALSO
    return also | names


def recognise(header: list[str], kind: str) -> dict[int, str]:
    """Return our column names by position in the file.

    A saved mapping is used when the file has all of its columns; it takes precedence over known
    names. Raises Unreadable when two columns map to the same one of ours.
    """
    known = known_names(kind)
    found = {n: known[bare(name)] for n, name in enumerate(header) if bare(name) in known}
    names = [bare(name) for name in header]
    for saved in ColumnMap.objects.filter(kind=kind):
        if set(saved.columns) <= set(names):
            learnt = {names.index(theirs): ours for theirs, ours in saved.columns.items()}
            taken = set(learnt.values())
            found = {n: ours for n, ours in found.items() if ours not in taken} | learnt
    found = {n: ours for n, ours in found.items() if not is_forbidden(header[n])}
    if twice := sorted(name for name, times in Counter(found.values()).items() if times > 1):
        raise Unreadable(
            f"Deze kolommen staan er twee keer in: {', '.join(twice)}. Laat er één staan."
        )
    return dict(sorted(found.items()))


def missing(found: Iterable[str], kind: str) -> list[str]:
    """Return the required columns that were not found."""
    return sorted(LINE[kind].REQUIRED - set(found))
