"""File formats: separators, encodings, Excel, VERA JSON, column mapping, and the commands."""

import io
import json
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from openpyxl import Workbook

from imports import actions, file_formats
from imports.columns import bare
from imports.models import ColumnMap, ImportLine
from imports.unreadable import UnknownColumns, Unreadable
from tenants.models import Home, Tenant
from tests.factories.files import a_file, put_in
from tests.imports.fixtures import HEADER, HOMES, TENANTS, outcomes

pytestmark = pytest.mark.django_db


def book(*rows: list, title: str = "") -> bytes:
    made = Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_common_separators_are_detected(coordinator, separator):
    text = f"{HEADER}\n1;E-1;Merelstraat;1\n".replace(";", separator)

    assert a_file(text, by=coordinator).lines.get().cells == ["1", "E-1", "Merelstraat", "1"]


def test_comma_inside_quotes_is_not_a_separator(coordinator):
    text = '"eenheid_id","eenheid_code","straatnaam","huisnummer"\n1,E-1,"Straat, de",1\n'

    assert a_file(text, by=coordinator).lines.get().cells[2] == "Straat, de"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_detected(coordinator, encoding):
    run = a_file(f"{HEADER}\n1;E-1;Café-straat;1\n".encode(encoding), by=coordinator)

    assert run.lines.get().cells[2] == "Café-straat"
    assert bool(run.notes) == (encoding == "cp1252")


def test_title_line_above_the_header_is_skipped(coordinator):
    run = a_file(f"Export van 27-11-2026;;;\n{HEADER}\n1;E-1;Straat;1\n", by=coordinator)

    assert outcomes(run) == {3: "new"}
    assert "titel" in run.notes[0]


def test_spelling_variants_of_column_names_are_recognised(coordinator):
    run = a_file("Eenheid ID;Eenheid_Code;Straat naam;Huisnr\n1;E-1;Straat;1\n", by=coordinator)

    assert run.columns == ["eenheid_id", "eenheid_code", "straatnaam", "huisnummer"]


def test_workbook_gives_the_same_result_as_csv(coordinator):
    lines = [line.split(";") for line in HOMES.read_text().splitlines()]
    put_in(a_file(HOMES.read_bytes(), by=coordinator))

    run = a_file(book(*lines), by=coordinator, name="woningen.xlsx")

    assert run.counts["same"] == 6


def test_workbook_dates_and_numbers_are_converted(coordinator):
    put_in(a_file(HOMES.read_bytes(), by=coordinator))
    header = TENANTS.read_text().splitlines()[0].split(";")
    values = {
        "relatie_id": 4711,
        "achternaam": "Jansen",
        "geboortedatum": datetime(1950, 1, 2),
        "overeenkomst_id": "O-1",
        "rol_begindatum": date(2020, 1, 1),
        "eenheid_code": "E-100-001",
    }

    run = a_file(book(header, [values.get(name) for name in header]), "tenants", by=coordinator)
    put_in(run)

    tenant = Tenant.objects.get(external_id="4711")
    assert tenant.birth_date == date(1950, 1, 2)


def test_formula_without_a_saved_result_is_empty(coordinator):
    run = a_file(
        book(HEADER.split(";"), [1, "E-1", '=HYPERLINK("http://kwaad")', 1]), by=coordinator
    )

    assert "straatnaam is leeg" in run.lines.get().reason


def zipped(**entries: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name.replace("__", "/"), data)
    return kept.getvalue()


def test_zip_bomb_is_refused(coordinator, monkeypatch):
    monkeypatch.setattr(file_formats, "MOST_UNPACKED", 10_000_000)
    bomb = zipped(**{"xl__workbook.xml": b"x", "xl__worksheets__sheet1.xml": b"0" * 50_000_000})
    assert len(bomb) < 100_000

    with pytest.raises(Unreadable, match="te groot"):
        a_file(bomb, by=coordinator)


def test_zip_file_without_a_workbook_is_refused(coordinator):
    with pytest.raises(Unreadable, match="ander ingepakt bestand"):
        a_file(zipped(foto=b"x"), by=coordinator)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_truncated_workbook_is_refused_and_not_stored(coordinator, cut):
    whole = book(HEADER.split(";"), *[[n, f"E-{n}", "Straat", n] for n in range(500)])

    with pytest.raises(Unreadable):
        a_file(whole[: int(len(whole) * cut)], by=coordinator)

    assert not ImportLine.objects.exists()


def test_file_over_the_size_limit_is_refused(coordinator, monkeypatch):
    monkeypatch.setattr(file_formats, "MOST_BYTES", 1024 * 1024)

    with pytest.raises(Unreadable, match="groter dan 1 MB"):
        a_file(b"x" * (1024 * 1024 + 1), by=coordinator)


@pytest.mark.parametrize("at", range(0, 100, 4))
def test_workbook_with_one_changed_byte_is_read_or_refused(coordinator, at):
    whole = bytearray(book(HEADER.split(";"), *[[n, f"E-{n}", "Straat", n] for n in range(50)]))
    place = len(whole) * at // 100
    whole[place] ^= 0xFF

    with suppress(Unreadable):  # any other fault fails the test
        a_file(bytes(whole), by=coordinator)


@pytest.mark.parametrize("number", ["1e400", "1e999999", "-1e30", "12345678901234567890123"])
def test_huge_number_is_not_a_house_number(coordinator, number):
    unit = f'{{"id": "1", "code": "E-1", "straatnaam": "Straat", "huisnummer": {number}}}'

    run = a_file(f"[{unit}]", by=coordinator, name="x.json")

    assert "geen huisnummer" in run.lines.get().reason


@pytest.mark.parametrize("header", ["{", '"x"', "[[1], {}]", ""])
def test_tampered_header_is_rejected_with_422(coordinator, signed_in, header):
    typed = {"kind": "homes", "source": "Empire", "header": header}

    answer = signed_in(coordinator).post(reverse("imports:learn_columns"), typed)

    assert answer.status_code == 422


UNIT = {
    "id": "100001",
    "code": "E-100-001",
    "soort": {"code": "WOO", "naam": "Woonruimte"},
    "adres": {
        "id": "A-1",
        "straatnaam": "Fictiefstraat",
        "huisnummer": 1,
        "postcode": "9999XA",
        "woonplaats": {"code": "9999", "naam": "Testdorp"},
    },
    "buurt": {"code": "BU99990101", "naam": "Proefbuurt"},
    "clusters": [{"code": "C-100", "naam": "Complex De Proef"}],
    "rayon": {"code": "N", "naam": "Noord"},
    "woningwaarderingResultaat": {"punten": 120},
}


@pytest.mark.parametrize("whole", [[UNIT], {"results": [UNIT]}])
def test_vera_units_become_homes(coordinator, whole):
    put_in(a_file(json.dumps(whole), by=coordinator, name="eenheden.json"))

    home = Home.objects.get()
    assert (home.external_id, home.code, home.address) == ("100001", "E-100-001", "Fictiefstraat 1")
    assert (home.postcode, home.town, home.complex_name) == (
        "9999 XA",
        "Testdorp",
        "Complex De Proef",
    )
    assert (home.area.name, home.neighbourhood_code) == ("Noord", "BU99990101")


PERSON = {
    "id": "R-1",
    "soort": {"code": "NAT"},
    "achternaam": "Jansen",
    "bsn": "123456782",
    "inkomens": [{"bedrag": 20000}],
    "nationaliteit": {"code": "0001"},
    "geboortedatum": "1950-01-01",
    "contactgegevens": [
        {"soort": {"code": "EMA"}, "waarde": "jansen@example.org"},
        {"soort": {"code": "TEL"}, "waarde": "000 0000001"},
    ],
    "overeenkomsten": [
        {
            "id": "O-1",
            "status": {"code": "LOP"},
            "begindatum": "2020-01-01",
            "eenheden": [{"code": "E-100-001"}, {"code": "E-100-006"}],
        }
    ],
}


def test_vera_person_with_two_units_is_one_tenant_with_two_tenancies(coordinator):
    put_in(a_file(HOMES.read_bytes(), by=coordinator))

    run = a_file(json.dumps([PERSON]), "tenants", by=coordinator, name="relaties.json")
    put_in(run)

    tenant = Tenant.objects.get()
    assert (tenant.phone, tenant.email) == ("000 0000001", "jansen@example.org")
    assert {t.home.code for t in tenant.tenancies.all()} == {"E-100-001", "E-100-006"}
    assert run.dropped["bsn"] == 2
    assert "123456782" not in str(list(ImportLine.objects.values_list("cells")))


# --- Column mapping ------------------------------------------------------------------------------

OWN = "objectnr;verhuurcode;adresregel;nr\n1;E-1;Merelstraat;1\n"


def test_unknown_columns_are_mapped_once_and_then_recognised(coordinator, signed_in):
    client = signed_in(coordinator)
    with pytest.raises(UnknownColumns):
        a_file(OWN, by=coordinator)

    choose = {
        "kind": "homes",
        "source": "Empire",
        "header": json.dumps(OWN.splitlines()[0].split(";")),
        "col_eenheid_id": "objectnr",
        "col_eenheid_code": "verhuurcode",
        "col_straatnaam": "adresregel",
        "col_huisnummer": "nr",
    }
    answer = client.post(reverse("imports:learn_columns"), choose)

    assert answer.status_code == 302
    assert outcomes(a_file(OWN, by=coordinator)) == {2: "new"}


def test_mapping_without_a_required_column_names_it(coordinator, signed_in):
    choose = {"kind": "homes", "source": "Empire", "header": '["objectnr", "nr"]'}

    answer = signed_in(coordinator).post(reverse("imports:learn_columns"), choose)

    assert answer.status_code == 422
    assert "Kies welke kolom eenheid_id is" in answer.content.decode()
    assert not ColumnMap.objects.exists()


def test_upload_with_unknown_columns_shows_the_mapping_form(coordinator, signed_in):
    upload = io.BytesIO(OWN.encode())
    upload.name = "objecten.csv"

    answer = signed_in(coordinator).post("/huurders/inlezen/", {"kind": "homes", "file": upload})

    assert answer.status_code == 422
    assert "Kolommen koppelen" in answer.content.decode()
    assert "verhuurcode" in answer.content.decode()


def test_mapping_one_column_twice_is_rejected(coordinator, signed_in):
    choose = {
        "kind": "homes",
        "source": "Empire",
        "header": '["objectnr", "nr"]',
        "col_eenheid_id": "objectnr",
        "col_eenheid_code": "objectnr",
        "col_straatnaam": "nr",
    }

    answer = signed_in(coordinator).post(reverse("imports:learn_columns"), choose)

    assert "twee keer gekozen" in answer.content.decode()


# --- Normalisation of cells ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("BU99990101", "BU99990101"),
        ("bu99990101  ", "BU99990101"),
        ("99990101", "BU99990101"),
        ("3630101", "BU03630101"),
        ("3630101.0", "BU03630101"),
    ],
)
def test_area_code_is_normalised(coordinator, typed, kept):
    run = a_file(f"{HEADER};buurtcode\n1;E-1;Straat;1;{typed}\n", by=coordinator)
    put_in(run)

    assert Home.objects.get().neighbourhood_code == kept


@pytest.mark.parametrize(("typed", "good"), [("0363200000000001", True), ("363200000000001", True),
                                             ("9,9992E+15", False), ("12", False)])  # fmt: skip
def test_bag_id_needs_sixteen_digits_or_a_stripped_zero(coordinator, typed, good):
    run = a_file(f"{HEADER};bagIdentificatie\n1;E-1;Straat;1;{typed}\n", by=coordinator)
    put_in(run)

    assert Home.objects.filter(object_id="0363200000000001").exists() == good
    if not good:
        assert "maak van de kolom in excel eerst tekst" in run.lines.get().reason.lower()


def test_house_number_loses_spreadsheet_decimals(coordinator):
    put_in(a_file(f"{HEADER}\n1;E-1;Straat;14,0\n", by=coordinator))

    assert Home.objects.get().number == 14


def test_saved_mapping_is_not_used_for_a_file_without_its_columns(coordinator):
    actions.learn_columns(
        kind="homes",
        source="Empire",
        columns={
            "objectnr": "eenheid_id",
            "verhuurcode": "eenheid_code",
            "adresregel": "straatnaam",
        },
        by=coordinator,
    )

    run = a_file(f"{HEADER}\n1;E-1;Straat;1\n", by=coordinator)

    assert run.columns == ["eenheid_id", "eenheid_code", "straatnaam", "huisnummer"]


def test_upload_of_two_gigabytes_is_refused_by_content_length(coordinator, signed_in):
    answer = signed_in(coordinator).generic(
        "POST", "/huurders/inlezen/", b"x", content_type="multipart/form-data; boundary=b",
        headers={"Content-Length": str(2 * 1024**3)},
    )  # fmt: skip

    assert answer.status_code == 413
    assert "hoogstens 100 MB" in answer.content.decode()


def test_interrupted_upload_stores_no_lines(coordinator):
    class Broken(io.BytesIO):
        def read(self, *args):
            if self.tell() > 2_000_000:
                raise OSError("request data read error")
            return super().read(*args)

        read1 = read

    lines = "".join(f"{n};E-{n};Straat;1\n" for n in range(200_000))
    with pytest.raises(OSError, match="read error"):
        actions.read_file(
            kind="homes", name="w.csv", data=Broken(f"{HEADER}\n{lines}".encode()),
            by=coordinator,
        )  # fmt: skip

    assert not ImportLine.objects.exists()


# --- Commands ----------------------------------------------------------------------------------


def test_command_applies_a_file_and_writes_the_rejects(tmp_path, capsys):
    call_command("import_homes", str(HOMES))
    call_command("import_tenants", str(TENANTS), "--rejects", str(tmp_path / "afgekeurd.csv"))

    said = capsys.readouterr().out
    assert "6  nieuw" in said
    assert "2  afgekeurd" in said
    assert "weggelaten: bsn (1 gevulde cellen)" in said
    assert Tenant.objects.count() == 6
    refused = (tmp_path / "afgekeurd.csv").read_text(encoding="utf-8-sig").splitlines()
    assert refused[0].endswith(";regel;waarom")
    assert "E-999-999 is er niet" in refused[2]


def test_command_dry_run_changes_and_stores_nothing(capsys):
    call_command("import_homes", str(HOMES), "--dry-run")

    assert "6  nieuw" in capsys.readouterr().out
    assert not Home.objects.exists()
    assert not ImportLine.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "leeg"), (None, "niet te openen"), (b"a;b\n1;2\n", "kolommen")]
)
def test_command_fails_with_the_reason_for_an_unreadable_file(tmp_path, content, sentence):
    file = tmp_path / "w.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        call_command("import_homes", str(file))


BOMBS = {
    "a number without end": b'[{"relatie_id": ' + b"9" * 10_000 + b"}]",
    "a number across two pieces": b"[" + b" " * (1024 * 1024 - 60) + b"9" * 120 + b"]",
    "an endless exponent": b'[{"relatie_id": 1e999999999}]',
    "nesting without end": b"[" * 100_000,
    "objects without end": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_json_is_refused_before_parsing(coordinator, name):
    with pytest.raises(Unreadable):
        a_file(BOMBS[name], "tenants", by=coordinator, name="t.json")


def test_brackets_and_digits_inside_json_strings_are_accepted(coordinator):
    data = json.dumps([
        {"eenheid_id": "1", "eenheid_code": "E-1", "straatnaam": '\\"[[[{{{' * 50, "huisnummer": 1,
         "opmerking": "9" * 200}
    ])  # fmt: skip

    run = a_file(data, by=coordinator, name="h.json")

    assert run.lines.count() == 1


def test_control_characters_are_removed_from_column_names(coordinator):
    data = json.dumps([{
        "eenheid_id": "1", "eenheid_code": "E-1", "straatnaam": "S", "x\u0000y": "z",
    }])  # fmt: skip

    assert a_file(data, by=coordinator, name="h.json").dropped == {"xy": 1}


def test_very_long_column_name_can_be_mapped(coordinator, signed_in):
    long = "de_code_van_de_eenheid_zoals_die_in_het_vorige_systeem_van_voor_de_fusie_heette"
    file = io.BytesIO(f"{long};nummer;straat\nE-1;1;S\n".encode())
    file.name = "h.csv"
    client = signed_in(coordinator)
    page = client.post("/huurders/inlezen/", {"kind": "homes", "file": file}).text

    columns = {"kind": "homes", "source": "Oud", "header": json.dumps([long, "nummer", "straat"]),
               "col_eenheid_code": bare(long), "col_eenheid_id": "nummer",
               "col_straatnaam": "straat"}  # fmt: skip
    answer = client.post("/huurders/inlezen/kolommen/", columns)

    assert long in page
    assert answer.status_code == 302


def test_deeply_nested_header_is_rejected(coordinator, signed_in):
    wrong = {"kind": "homes", "source": "Oud", "header": "[" * 5000}

    assert signed_in(coordinator).post("/huurders/inlezen/kolommen/", wrong).status_code == 422
