"""Lines of a tenants file: one person's part in one contract each.

Columns follow VERA 4.3 NatuurlijkPersoon, Contactgegeven, Relatierol and Huurovereenkomst.
"""

from imports import cells as cell
from tenants.models import Tenancy, Tenant

TEXTS = {
    "relatie_code": "code",
    "voorletters": "initials",
    "roepnaam": "first_name",
    "tussenvoegsels": "infix",
}
REQUIRED = {"relatie_id", "achternaam", "overeenkomst_id", "eenheid_code"}
KNOWN = REQUIRED | set(TEXTS) | {
    "soort", "geslacht", "telefoon", "geboortedatum", "overlijdensdatum", "voorkeurstaal", "email",
    "communicatievoorkeur", "rol", "rol_begindatum", "rol_einddatum", "overeenkomst_status",
    "overeenkomst_begindatum", "overeenkomst_einddatum",
}  # fmt: skip
CHANNELS = {
    "BRI": Tenant.Channel.LETTER,
    "EMA": Tenant.Channel.MAIL,
    "APP": Tenant.Channel.TEXT,
    "SMS": Tenant.Channel.TEXT,
    "BEZ": Tenant.Channel.VISIT,
}
# Contract statuses 'cancelled' and 'annulled': such contracts never took effect.
VOID = {"GEA", "VER"}
# The columns that identify a line, and the names in VERA's JSON.
KEY, CONTRACT = "relatie_id", "overeenkomst_id"
ALSO = {"id": "relatie_id", "code": "relatie_code"}
COLUMNS = {name: column for column, name in TEXTS.items()} | {
    "external_id": "relatie_id",
    "last_name": "achternaam",
    "gender": "geslacht",
    "birth_date": "geboortedatum",
    "died_on": "overlijdensdatum",
    "language": "voorkeurstaal",
    "phone": "telefoon",
    "phone_note": "telefoon",
    "email": "email",
    "channel": "communicatievoorkeur",
}
# Colleagues often learn in person how to reach a tenant; an empty cell does not overwrite that.
KEEP = {"language", "channel", "phone", "phone_note", "email"}


def clean(cells: dict[str, str]) -> dict:
    """Clean the cells of one line, given by column name.

    Returns `fields` for `Tenant`, `tenancy` for `Tenancy`, and `home`, the code of the home. Raises
    Rejected; LeftOut for an organisation or a void contract.
    """
    if cell.code(cells, "soort", "RELATIESOORT", default="NAT") != "NAT":
        raise cell.LeftOut("Dit is een organisatie, geen persoon. Wij nemen alleen mensen op.")
    gender = cell.code(cells, "geslacht", "GESLACHT")
    language = cells.get("voorkeurstaal", "").upper() or "NLD"
    if len(language) != 3 or not language.isalpha():
        raise cell.Rejected("voorkeurstaal moet een code van drie letters zijn, zoals NLD.")
    phone, phone_note = cell.phone(cells, "telefoon")
    fields = {
        "external_id": cell.required(cells, "relatie_id"),
        "last_name": cell.required(cells, "achternaam"),
        "gender": gender if gender in ("V", "M") else "X",
        "birth_date": cell.birthday(cells, "geboortedatum") or None,
        "died_on": cell.past_day(cells, "overlijdensdatum") or None,
        "language": language,
        "phone": phone,
        "phone_note": phone_note,
        "email": cell.email(cells, "email"),
        "channel": CHANNELS.get(
            cell.code(cells, "communicatievoorkeur", "COMMUNICATIEKANAAL"), Tenant.Channel.CALL
        ),
    }
    fields |= {name: cells.get(column, "") for column, name in TEXTS.items()}
    fields = cell.only_present(fields, cells, COLUMNS, KEEP)
    if not phone:
        # Text without a number does not take away the number that is known.
        fields.pop("phone", None)
    cell.require_room(Tenant, fields)
    return {"fields": fields, "tenancy": clean_tenancy(cells), "home": cells["eenheid_code"]}


def clean_tenancy(cells: dict[str, str]) -> dict:
    """Return the contract, role, start and end of a tenancy. Raises Rejected."""
    if cell.code(cells, "overeenkomst_status", "OVEREENKOMSTSTATUS") in VOID:
        raise cell.LeftOut("Deze overeenkomst is geannuleerd of vernietigd.")
    begins = cell.day(cells, "rol_begindatum") or cell.day(cells, "overeenkomst_begindatum")
    if not begins:
        raise cell.Rejected("rol_begindatum en overeenkomst_begindatum zijn leeg. Vul er één in.")
    ends = cell.day(cells, "rol_einddatum") or cell.day(cells, "overeenkomst_einddatum")
    if ends and ends < begins:
        raise cell.Rejected("De einddatum ligt voor de begindatum. Draai ze om of verbeter ze.")
    tenancy = {
        "contract": cell.required(cells, "overeenkomst_id"),
        "role": cell.code(cells, "rol", "RELATIEROLSOORT", default=Tenancy.Role.MAIN),
        "starts_on": begins,
        "ends_on": ends or None,
    }
    cell.required(cells, "eenheid_code")
    cell.require_room(Tenancy, tenancy)
    return tenancy
