"""Lines of a homes file: one rented object each.

Columns follow VERA 4.3 Eenheid and Eenheidadres.
"""

from imports import cells as cell
from tenants.models import Home

# Text columns of the file, and their fields on the model.
TEXTS = {
    "naam": "name",
    "huisletter": "letter",
    "huisnummertoevoeging": "addition",
    "woonplaats": "town",
    "etage": "floor",
    "cluster_code": "complex_code",
    "cluster_naam": "complex_name",
}
REQUIRED = {"eenheid_id", "eenheid_code", "straatnaam"}
KNOWN = REQUIRED | set(TEXTS) | {
    "soort", "status", "huisnummer", "postcode", "buurtcode", "wijkcode", "gemeentecode",
    "woonvorm", "rayon", "bagnummeraanduidingidentificatie", "bagidentificatie",
}  # fmt: skip

# The column that identifies a line (there is no contract), and the names in VERA's JSON.
KEY, CONTRACT = "eenheid_id", ""
ALSO = {"id": "eenheid_id", "code": "eenheid_code"}
COLUMNS = {name: column for column, name in TEXTS.items()} | {
    "external_id": "eenheid_id",
    "code": "eenheid_code",
    "kind": "soort",
    "status": "status",
    "street": "straatnaam",
    "number": "huisnummer",
    "postcode": "postcode",
    "neighbourhood_code": "buurtcode",
    "district_code": "wijkcode",
    "municipality_code": "gemeentecode",
    "address_id": "bagnummeraanduidingidentificatie",
    "object_id": "bagidentificatie",
    "housing_form": "woonvorm",
}


def clean(cells: dict[str, str]) -> dict:
    """Clean the cells of one line, given by column name.

    Returns `fields` for `Home`, and `rayon`, the name or code of its area. Raises Rejected.
    """
    number, letter, addition = cell.number(cells, "huisnummer")
    fields = {
        "external_id": cell.required(cells, "eenheid_id"),
        "code": cell.required(cells, "eenheid_code"),
        "kind": cell.code(cells, "soort", "EENHEIDSOORT", default="WOO"),
        "status": cell.code(cells, "status", "EENHEIDSTATUS"),
        "street": cell.required(cells, "straatnaam"),
        "number": number,
        "postcode": cell.postcode(cells, "postcode"),
        "neighbourhood_code": cell.area_code(cells, "buurtcode", "BU", 8),
        "district_code": cell.area_code(cells, "wijkcode", "WK", 6),
        "municipality_code": cell.area_code(cells, "gemeentecode", "GM", 4),
        "address_id": cell.bag_id(cells, "bagnummeraanduidingidentificatie"),
        "object_id": cell.bag_id(cells, "bagidentificatie"),
        "housing_form": cell.code(cells, "woonvorm", "WOONVORM"),
    }
    fields |= {name: cells.get(column, "") for column, name in TEXTS.items()}
    if fields["kind"] == "WOO" and fields["number"] is None:
        raise cell.Rejected("huisnummer is leeg. Een woning heeft een huisnummer.")
    fields = cell.only_present(fields, cells, COLUMNS, {"kind"})
    if letter or addition:
        if cells.get("huisletter") or cells.get("huisnummertoevoeging"):
            raise cell.Rejected(
                f"huisnummer ‘{cell.shown(cells['huisnummer'])}’ heeft een letter of toevoeging, "
                "en de kolom daarvoor ook. Laat er één staan."
            )
        fields |= {"letter": letter, "addition": addition}
    cell.require_room(Home, fields)
    rayon = cells.get("rayon", "")
    if len(rayon) > 40:
        raise cell.Rejected("rayon is te lang: hoogstens 40 tekens.")
    return {"fields": fields, "rayon": rayon}
