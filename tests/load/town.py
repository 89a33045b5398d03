"""Generates import files of a fictional corporation of any size, in VERA columns."""

import csv
import random
from pathlib import Path

FILES = Path(__file__).parent.parent / "files"
HOMES, TENANTS = FILES / "homes.csv", FILES / "tenants.csv"

STREETS = [f"{first}{last}" for first in ("Merel", "Linde", "Molen", "Kerk", "Haven", "Brug")
           for last in ("straat", "laan", "weg", "plein", "hof", "kade", "dreef")]  # fmt: skip
PARTS = ("Jan", "Vel", "Boer", "Dijk", "Haan", "Smit", "Vries", "Berg", "Mul", "Kok", "Ros", "Wit")
ENDINGS = ("sen", "ema", "stra", "man", "kamp", "horst", "huis", "veld", "ing", "s")
INFIXES = ("", "", "", "van", "de", "van der")


def columns_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()[0].split(";")


def write(folder: Path, homes: int, tenants: int) -> tuple[Path, Path]:
    """Write the homes file and the tenants file; return their paths.

    The first `homes` tenants rent a home each; the others are co-tenants.
    """
    chance = random.Random(42)
    paths = folder / f"woningen-{homes}.csv", folder / f"huurders-{tenants}.csv"
    with paths[0].open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns_of(HOMES), delimiter=";", restval="")
        rows.writeheader()
        for n in range(homes):
            rows.writerow(home(n))
    with paths[1].open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns_of(TENANTS), delimiter=";", restval="")
        rows.writeheader()
        for n in range(tenants):
            rows.writerow(person(n, n % homes, chance))
    return paths


def home(n: int) -> dict[str, object]:
    district = n // 2500
    return {
        "eenheid_id": n, "eenheid_code": f"E-{n}", "soort": "WOO", "status": "VEH",
        "straatnaam": f"{STREETS[n // 97 % len(STREETS)]} {n // 4074}", "huisnummer": n % 97 + 1,
        "postcode": f"{1000 + n // 60 % 9000}XA", "woonplaats": "Testdorp",
        "bagNummeraanduidingIdentificatie": f"9999200{n:09d}",
        "bagIdentificatie": f"9999010{n:09d}",
        "buurtcode": f"BU9999{district:04d}", "wijkcode": f"WK9999{district // 100:02d}",
        "gemeentecode": "GM9999", "cluster_code": f"C-{n // 80}",
        "cluster_naam": f"Complex {n // 80}",
        "cluster_soort": "STR", "etage": n % 5, "rayon": f"Wijk {district}",
    }  # fmt: skip


def person(n: int, at: int, chance: random.Random) -> dict[str, object]:
    year, month, day = 1930 + chance.randrange(70), chance.randrange(12) + 1, chance.randrange(28)
    return {
        "relatie_id": f"R-{n}", "relatie_code": n, "soort": "NAT",
        "voorletters": f"{'ABCDEF'[n % 6]}.",
        "roepnaam": f"Proef{n % 500}", "tussenvoegsels": INFIXES[n % len(INFIXES)],
        "achternaam": chance.choice(PARTS) + chance.choice(PARTS).lower() + chance.choice(ENDINGS),
        "geslacht": "VM"[n % 2], "geboortedatum": f"{day + 1}-{month}-{year}",
        "voorkeurstaal": "NLD",
        "telefoon": f"000 {n:07d}", "telefoon_soort": "TEL", "communicatievoorkeur": "BRI",
        "rol": "HUU" if n == at else "MDH", "rol_begindatum": "2015-03-01",
        "overeenkomst_id": f"O-{at}", "overeenkomst_status": "LOP",
        "overeenkomst_begindatum": "2015-03-01", "eenheid_code": f"E-{at}",
    }  # fmt: skip
