"""The invented streets, homes and tenants, with their fields as an import fills them."""

import itertools
from datetime import date

from accounts.models import Area
from config.demo.people import MOLEN, VOGEL
from tenants.models import Home, Tenancy, Tenant

STREETS = [
    ("Merelstraat", VOGEL, "9999 XA", ["12", "14-1", "14-2", "14-3", "16", "18", "31", "33"]),
    ("Spechtstraat", VOGEL, "9999 XB", ["4", "8", "12", "14", "36", "88", "90"]),
    ("Reigerhof", VOGEL, "9999 XC", ["4", "6", "9", "21", "23"]),
    ("Molenpad", MOLEN, "9999 YA", ["3-1", "3-2", "12-1", "12-3", "40", "42", "44"]),
    ("Wiekenlaan", MOLEN, "9999 YB", ["2", "5", "7", "11", "15", "19"]),
    ("Kadestraat", "Havenkwartier", "9999 ZA", ["1", "3", "5", "7", "9", "11"]),
]
# Street, number, title, initials, first name, infix, surname, born, language, channel, remark.
TENANTS = [
    (
        "Merelstraat 14-2",
        "V",
        "H.",
        "Hennie",
        "van",
        "Dijk",
        1946,
        "NLD",
        "call",
        "hoort wat minder goed",
    ),
    ("Merelstraat 12", "V", "G.", "Greet", "", "Kuiper", 1939, "NLD", "letter", ""),
    ("Merelstraat 14-1", "M", "B.", "Bert", "", "Schouten", 1952, "NLD", "call", ""),
    ("Merelstraat 16", "V", "R.", "Ria", "", "Postma", 1950, "NLD", "call", ""),
    ("Merelstraat 18", "M", "O.", "Osman", "", "Şahin", 1955, "TUR", "call", "tolk Turks"),
    ("Merelstraat 31", "V", "W.", "Willy", "de", "Graaf", 1944, "NLD", "call", ""),
    ("Merelstraat 33", "M", "T.", "Teun", "", "Verweij", 1961, "NLD", "mail", ""),
    ("Spechtstraat 88", "M", "R.", "Romeo", "", "Pinas", 1957, "NLD", "call", ""),
    (
        "Spechtstraat 12",
        "V",
        "A.",
        "Annie",
        "de",
        "Boer",
        1943,
        "NLD",
        "call",
        "’s ochtends bellen",
    ),
    ("Spechtstraat 4", "V", "L.", "Lena", "", "Bakker", 1948, "NLD", "letter", ""),
    ("Spechtstraat 8", "M", "P.", "Piet", "", "Hoekstra", 1941, "NLD", "call", ""),
    ("Spechtstraat 36", "V", "C.", "Chun", "", "Wong", 1951, "NLD", "visit", ""),
    (
        "Spechtstraat 90",
        "V",
        "M.",
        "Marijke",
        "van der",
        "Velde",
        1937,
        "NLD",
        "letter",
        "leest groot",
    ),
    ("Reigerhof 4", "V", "S.", "Soraya", "", "Ramdin", 1949, "NLD", "call", ""),
    ("Reigerhof 21", "M", "Y.", "Yonas", "", "Tesfay", 1985, "ENG", "sms", "tolk Tigrinya"),
    ("Reigerhof 21", "V", "S.", "Selam", "", "Tesfay", 1988, "ENG", "sms", "tolk Tigrinya"),
    ("Reigerhof 9", "V", "R.", "Ria", "", "Bakker", 1953, "NLD", "call", ""),
    ("Reigerhof 6", "M", "N.", "Nico", "", "Blom", 1945, "NLD", "call", ""),
    ("Molenpad 3-1", "V", "F.", "Fatma", "", "Aydın", 1958, "TUR", "call", ""),
    ("Molenpad 12-3", "M", "A.", "Arie", "van", "Beek", 1940, "NLD", "call", "partner overleden"),
    ("Molenpad 40", "M", "J.", "Jan", "", "Kuipers", 1947, "NLD", "call", ""),
    ("Molenpad 42", "V", "T.", "Toos", "", "Evers", 1942, "NLD", "letter", ""),
    ("Molenpad 44", "M", "K.", "Karel", "", "Dekker", 1954, "NLD", "mail", ""),
    ("Wiekenlaan 2", "V", "I.", "Ivana", "", "Novák", 1962, "ENG", "sms", ""),
    ("Wiekenlaan 5", "M", "D.", "Dirk", "", "Ooms", 1938, "NLD", "letter", ""),
    ("Wiekenlaan 7", "V", "J.", "Jopie", "", "Ruiter", 1944, "NLD", "call", ""),
    ("Wiekenlaan 11", "V", "E.", "Els", "", "Mulder", 1950, "NLD", "call", ""),
    ("Wiekenlaan 15", "M", "H.", "Hassan", "el", "Amrani", 1953, "NLD", "call", ""),
    ("Kadestraat 1", "V", "N.", "Nel", "", "Bos", 1946, "NLD", "call", ""),
    ("Kadestraat 5", "M", "G.", "Gerrit", "", "Kok", 1949, "NLD", "letter", ""),
]
PHONE = "088 000 {:02} {:02}"


def build() -> dict[str, Home]:
    """Create the homes; returns them by address. Fills `search` and `area` as an import does."""
    areas = {area.name: area for area in Area.objects.all()}
    number = itertools.count(1)
    homes = []
    for street, area, postcode, numbers in STREETS:
        for text in numbers:
            digits, _, addition = text.partition("-")
            n = next(number)
            home = Home(
                external_id=f"D{n:04}",
                code=f"E-{n:04}",
                status="VEH",
                street=street,
                number=int(digits),
                addition=addition,
                postcode=postcode,
                town="Lindenwaard",
                municipality_code="GM9999",
                neighbourhood_code=f"BU9999{areas[area].pk:04}",
                complex_code=f"C-{street[:3].upper()}",
                complex_name=f"Complex {street}",
                area=areas[area],
            )
            home.make_searchable()
            homes.append(home)
    return {home.address: home for home in Home.objects.bulk_create(homes)}


def move_in_tenants(homes: dict[str, Home]) -> dict[str, Tenant]:
    """Create the tenants and their tenancies; returns tenants by surname and first name."""
    tenants = []
    for n, row in enumerate(TENANTS, 1):
        address, gender, initials, first, infix, last, born, language, channel, remark = row
        tenant = Tenant(
            external_id=f"R{n:04}",
            code=f"{90000 + n}",
            gender=gender,
            initials=initials,
            first_name=first,
            infix=infix,
            last_name=last,
            birth_date=date(born, n % 12 + 1, n % 27 + 1),
            language=language,
            phone=PHONE.format(10 + n // 50, n),
            email=f"{first.lower()}@huurder.example" if channel == "mail" else "",
            channel=channel,
            reach_note=remark,
            area=homes[address].area,
        )
        tenant.make_searchable()
        tenants.append(tenant)
    Tenant.objects.bulk_create(tenants)
    Tenancy.objects.bulk_create(
        Tenancy(
            tenant=tenant,
            home=homes[row[0]],
            contract=f"O-{n:04}",
            starts_on=date(1990 + n, n % 12 + 1, 1) if n < 34 else date(2024, 1, 1),
        )
        for n, (tenant, row) in enumerate(zip(tenants, TENANTS, strict=True), 1)
    )
    return {f"{tenant.first_name} {tenant.last_name}": tenant for tenant in tenants}


def find(inhabitants: dict[str, Tenant], name: str) -> Tenant:
    """Return a tenant by first name and the last word of the surname."""
    first = name.split()[0]
    return next(
        t
        for key, t in inhabitants.items()
        if key.startswith(first) and name.split()[-1] in f"{t.infix} {t.last_name}"
    )
