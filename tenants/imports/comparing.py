"""What a file would change: new, different, the same, or refused; nothing is written yet."""

from collections.abc import Iterator
from itertools import islice

from accounts.models import Area
from tenants.imports import cells, homes, people
from tenants.imports.reading import Sheet
from tenants.models import Home, ImportRun, Tenancy, Tenant

LINE = {ImportRun.Kind.HOMES: homes, ImportRun.Kind.TENANTS: people}
MODEL = {ImportRun.Kind.HOMES: Home, ImportRun.Kind.TENANTS: Tenant}
# Rows compared with the database at a time.
CHUNK = 2000


def chunks(rows: list, size: int = CHUNK) -> Iterator[list]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def cleaned(sheet: Sheet, kind: str) -> list[dict]:
    """The good lines in the order of the file; the others are added to the sheet's rejects."""
    line_of = LINE[kind]
    rows, first_seen = [], {}
    for row in sheet.rows:
        who = cells.shown(line_of.key_of(row.cells))
        try:
            found = line_of.clean(row.cells)
            require_first(found, row.line, first_seen, kind)
        except cells.Rejected as reason:
            sheet.reject(row.line, reason.reason, who)
        else:
            rows.append(found | {"line": row.line, "who": who})
    return rows


def require_first(found: dict, line: int, first_seen: dict, kind: str) -> None:
    """Refuse what stands in the file already; a person may stand there once for each contract."""
    key = found["fields"]["external_id"]
    earlier = first_seen.setdefault(key, (line, found))
    if earlier[0] == line:
        return
    if kind == ImportRun.Kind.HOMES or found == earlier[1]:
        raise cells.Rejected(f"Staat ook op regel {earlier[0]}. Die regel is gebruikt, deze niet.")
    if found["fields"] != earlier[1]["fields"]:
        raise cells.Rejected(
            f"Staat met andere gegevens op regel {earlier[0]}. Maak de twee regels gelijk."
        )


def compare(rows: list[dict], sheet: Sheet, kind: str) -> tuple[list[dict], dict]:
    """The rows that can come in, and the differences: counts, changed fields by row, new areas.

    A changed row is told by its key and the names of its fields, never by a value.
    """
    if kind == ImportRun.Kind.HOMES:
        rows = [*without_taken_codes(rows, sheet)]
    else:
        rows = [*with_known_homes(rows, sheet)]
    changes = {"new": [], "changed": {}, "same": 0, "notes": sheet.notes}
    for part in chunks(rows):
        before = MODEL[kind].objects.in_bulk(
            [row["fields"]["external_id"] for row in part], field_name="external_id"
        )
        tenancies = known_tenancies(part) if kind == ImportRun.Kind.TENANTS else set()
        for row in part:
            old = before.get(row["fields"]["external_id"])
            if old is None:
                changes["new"].append(row["who"])
            elif different := differences(old, row, tenancies):
                changes["changed"][row["who"]] = different
            else:
                changes["same"] += 1
    if kind == ImportRun.Kind.HOMES:
        changes["areas"] = new_areas(rows)
    return rows, changes


def without_taken_codes(rows: list[dict], sheet: Sheet) -> Iterator[dict]:
    """Refuse a code that belongs to another object, here or in the file."""
    seen: dict[str, int] = {}
    for part in chunks(rows):
        codes = [row["fields"]["code"] for row in part]
        owners = dict(Home.objects.filter(code__in=codes).values_list("code", "external_id"))
        for row in part:
            code = row["fields"]["code"]
            other_line = seen.setdefault(code, row["line"])
            if owners.get(code, row["fields"]["external_id"]) != row["fields"]["external_id"]:
                sheet.reject(row["line"], "Deze eenheidcode hoort al bij een andere eenheid.", code)
            elif other_line != row["line"]:
                sheet.reject(
                    row["line"], f"Deze eenheidcode staat ook op regel {other_line}.", code
                )
            else:
                yield row


def with_known_homes(rows: list[dict], sheet: Sheet) -> Iterator[dict]:
    """Refuse a tenant of a home that is not there."""
    for part in chunks(rows):
        codes = {row["home"] for row in part}
        known = set(Home.objects.filter(code__in=codes).values_list("code", flat=True))
        for row in part:
            if row["home"] in known:
                yield row
            else:
                sheet.reject(
                    row["line"],
                    f"Woning {cells.shown(row['home'])} is er niet. Lees eerst de woningen in.",
                    row["who"],
                )


def known_tenancies(rows: list[dict]) -> set[tuple]:
    """The contracts of these people as they stand: who, which home, and all that a line says."""
    people_of = [row["fields"]["external_id"] for row in rows]
    found = Tenancy.objects.filter(tenant__external_id__in=people_of)
    return {
        (person, home, contract, role, text(starts_on), text(ends_on))
        for person, home, contract, role, starts_on, ends_on in found.values_list(
            "tenant__external_id", "home__code", "contract", "role", "starts_on", "ends_on"
        )
    }


def differences(old: Home | Tenant, row: dict, tenancies: set[tuple]) -> list[str]:
    """The Dutch names of what differs."""
    model = type(old)
    names = [
        str(model._meta.get_field(name).verbose_name)
        for name, value in row["fields"].items()
        if text(getattr(old, name)) != text(value)
    ]
    if model is Home and row["rayon"] and not is_area(old.area, row["rayon"]):
        names.append("gebied")
    if model is Tenant:
        contract = row["tenancy"]
        said = (row["fields"]["external_id"], row["home"], *map(text, contract.values()))
        names += [] if said in tenancies else ["huur"]
    return names


def is_area(area: Area | None, rayon: str) -> bool:
    return area is not None and rayon.casefold() in (area.name.casefold(), area.code.casefold())


def new_areas(rows: list[dict]) -> list[str]:
    """Areas that the file names and that we do not have; they are made when the file goes in."""
    named = sorted({row["rayon"] for row in rows if row["rayon"]})
    return [rayon for rayon in named if not any(is_area(a, rayon) for a in Area.objects.all())]


def text(value) -> str:
    return "" if value is None else str(value)
