"""Which column of a file is which of ours: VERA's names are known, others are learnt per source."""

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
# Names that exports often use beside those of VERA, without spaces and underscores.
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
# Columns that must never come in, by the beginning of their name. They are counted and left out
# before anything is stored, and no mapping can let them in.
FORBIDDEN = (
    "bsn", "burgerservice", "sofi", "inkomen", "verzamelinkomen", "nationalit", "burgerlijkestaat",
    "signalering", "religie", "geloof", "etnic", "geboorteland", "iban", "bankrekening",
    "uitkering", "schuld", "huurachterstand", "strafrecht", "medisch", "diagnose",
)  # fmt: skip
# From this many numbers on a column is judged: by chance one in eleven passes the test of a BSN.
ENOUGH_NUMBERS = 20


def bare(name: str) -> str:
    """A column's name as it is compared: 'Geboorte datum', 'geboorte_datum' and 'geboortedatum'."""
    return "".join(c for c in name.casefold() if c.isalnum())


def is_forbidden(name: str) -> bool:
    return bare(name).startswith(FORBIDDEN)


def known_names(kind: str) -> dict[str, str]:
    """Our columns by the names they go under, bare."""
    ours = LINE[kind].KNOWN
    names = {bare(name): name for name in ours}
    also = {also: name for also, name in ALSO.items() if name in ours} | LINE[kind].ALSO
    return also | names


def recognise(header: list[str], kind: str) -> dict[int, str]:
    """Place in the file: our column. A saved mapping of the same source is used when it fits best.

    Raises Unreadable when one of our columns is named twice.
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
    """Columns that we cannot do without and that were not found."""
    return sorted(LINE[kind].REQUIRED - set(found))
