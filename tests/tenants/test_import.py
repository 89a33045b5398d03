"""Reading homes and tenants from the ERP's files."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.doors import Refused
from accounts.models import Area
from tenants import actions
from tenants.imports import homes, reading
from tenants.imports.comparing import cleaned
from tenants.imports.reading import Unreadable
from tenants.models import Home, ImportRun, Tenancy, Tenant

FILES = Path(__file__).parent.parent / "files"
HOMES, TENANTS = (FILES / name for name in ("homes.csv", "tenants.csv"))
HEADER = "eenheid_id;eenheid_code;straatnaam;huisnummer"


def read(coordinator, data: bytes | str, kind: str = "homes") -> ImportRun:
    data = data.encode() if isinstance(data, str) else data
    return actions.read_file(None, kind=kind, name=f"{kind}.csv", data=data, by=coordinator)


def read_all(coordinator) -> tuple[ImportRun, ImportRun]:
    """Both files of the sector's shape, put in."""
    homes = read(coordinator, HOMES.read_bytes())
    actions.apply_import(homes, by=coordinator)
    tenants = read(coordinator, TENANTS.read_bytes(), "tenants")
    actions.apply_import(tenants, by=coordinator)
    return homes, tenants


def reasons(run: ImportRun) -> dict[int, str]:
    return {reject["line"]: reject["reason"] for reject in run.rejects}


def test_a_dry_run_says_what_would_change_and_changes_nothing(coordinator):
    run = read(coordinator, HOMES.read_bytes())

    assert len(run.changes["new"]) == 6
    assert run.changes["areas"] == ["Noord", "Zuid"]
    assert not Home.objects.exists()


def test_homes_come_in_with_their_area_and_one_spelling_of_a_postcode(coordinator):
    read_all(coordinator)

    postcodes = set(Home.objects.filter(street="Fictiefstraat").values_list("postcode", flat=True))
    assert postcodes == {"9999 XA", "9999 XB"}
    assert Home.objects.get(code="E-100-003").neighbourhood_code == "BU99990101"
    assert Home.objects.get(code="E-100-002").address == "Fictiefstraat 1A"
    assert Home.objects.get(code="E-100-006").number is None
    assert set(Area.objects.values_list("name", flat=True)) == {"Noord", "Zuid"}


def test_tenants_come_in_with_their_contract(coordinator):
    read_all(coordinator)

    voorbeeld = Tenant.objects.get(external_id="R-90001")
    testman = Tenant.objects.get(external_id="R-90002")
    assert voorbeeld.formal_name == "Mevr. J.M. van den Voorbeeld"
    assert str(testman.birth_date) == "1938-05-12"
    assert testman.tenancies.get().role == Tenancy.Role.CO
    assert Tenant.objects.get(external_id="R-90006").last_name == "Streep; Komma"
    assert Tenant.objects.get(external_id="R-90006").email == "hanna@example.org"
    assert voorbeeld.area.name == "Noord"


def test_refused_lines_are_listed_with_line_and_reason(coordinator):
    _, run = read_all(coordinator)

    why = reasons(run)
    assert "organisatie" in why[8]
    assert "regel 2" in why[9]
    assert "E-999-999 is er niet" in why[10]
    assert len(why) == 3
    assert Tenant.objects.count() == 6


def test_a_bsn_is_dropped_counted_and_stored_nowhere(coordinator):
    read(coordinator, HOMES.read_bytes())
    text = TENANTS.read_text().replace("000000000;NLD", "987654321;NLD")

    run = read(coordinator, text, "tenants")

    assert run.dropped["bsn"] == 1
    stored = f"{run.rows}{run.rejects}{run.changes}{run.dropped}"
    assert "987654321" not in stored


def test_somebody_who_died_keeps_the_day_and_an_ended_contract(coordinator):
    read_all(coordinator)

    oudhuurder = Tenant.objects.get(external_id="R-90004")
    assert oudhuurder.died_on is not None
    assert not oudhuurder.tenancies.current().exists()


def test_the_same_file_twice_changes_nothing_the_second_time(coordinator):
    read_all(coordinator)

    homes = read(coordinator, HOMES.read_bytes())
    tenants = read(coordinator, TENANTS.read_bytes(), "tenants")

    assert (homes.changes["new"], homes.changes["changed"], homes.changes["same"]) == ([], {}, 6)
    assert (tenants.changes["new"], tenants.changes["changed"]) == ([], {})
    assert tenants.changes["same"] == 6


def test_a_change_is_told_by_the_name_of_the_field_and_never_by_its_value(coordinator):
    read_all(coordinator)

    run = read(
        coordinator, TENANTS.read_text().replace("000 000 00 01", "000 000 00 99"), "tenants"
    )

    assert run.changes["changed"] == {"R-90001": ["telefoon"]}


def test_the_cleaned_rows_are_gone_once_the_file_is_in(coordinator):
    homes, tenants = read_all(coordinator)

    assert homes.rows == tenants.rows == []


def test_a_file_goes_in_once(coordinator):
    homes, _ = read_all(coordinator)

    with pytest.raises(Refused, match="al doorgevoerd"):
        actions.apply_import(homes, by=coordinator)


def test_a_file_that_was_thrown_away_does_not_go_in(coordinator):
    run = read(coordinator, HOMES.read_bytes())
    actions.discard_import(run, by=coordinator)

    with pytest.raises(Refused, match="weggegooid"):
        actions.apply_import(run, by=coordinator)

    assert not Home.objects.exists()


def test_only_who_may_import_reads_a_file(consultant):
    with pytest.raises(Http404):
        read(consultant, HOMES.read_bytes())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "leeg"),
        (b" \r\n \r\n", "leeg"),
        (HEADER.replace(";", ",").encode() + b"\n1,E-1,Straat,1\n", "komma’s"),
        (HEADER.replace(";", "\t").encode() + b"\n1\tE-1\tStraat\t1\n", "tabs"),
        (b"eenheid_id;straatnaam\n1;Straat\n", "kolom ontbreekt: eenheid_code"),
        (b"naam1;naam2\n1;2\n", "geen kolommen die we kennen"),
        (b"PK\x03\x04rest", "Excel-werkmap"),
        (b"\xff\xfe\x00\x81\x8d", "niet te lezen"),
        (f"{HEADER}\n1;E-1;{'x' * 1_000_000};1\n".encode(), "Regel 2 is niet te lezen"),
        (f"{HEADER};straatnaam\n1;E-1;A;1;B\n".encode(), "twee keer"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_how_to_mend_it(coordinator, data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(coordinator, data)

    assert not ImportRun.objects.exists()


def test_windows_1252_is_read_and_said(coordinator):
    run = read(coordinator, f"{HEADER}\n1;E-1;Café-straat;1\n".encode("cp1252"))

    assert run.rows[0]["fields"]["street"] == "Café-straat"
    assert "Windows-1252" in run.changes["notes"][0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1;E-1;Straat;1;te;veel", "6 kolommen in plaats van 4"),
        ("1;E-1", "2 kolommen in plaats van 4"),
        (";E-1;Straat;1", "eenheid_id is leeg"),
        ("1;E-1;Straat;1A", "geen huisnummer"),
        ("1;E-1;Straat;", "heeft een huisnummer"),
        (f"1;E-1;{'x' * 500};1", "straat is te lang: 500 tekens, hoogstens 120"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_come_in(coordinator, line, reason):
    run = read(coordinator, f"{HEADER}\n{line}\n2;E-2;Straat;2\n")

    assert reason in reasons(run)[2]
    assert run.changes["new"] == ["E-2"]


def test_a_code_of_another_home_is_refused(coordinator):
    actions.apply_import(read(coordinator, f"{HEADER}\n1;E-1;Straat;1\n"), by=coordinator)

    run = read(coordinator, f"{HEADER}\n2;E-1;Straat;2\n")

    assert "andere eenheid" in reasons(run)[2]


def test_a_page_of_a_bad_file_keeps_the_choice_and_says_what_to_do(coordinator, signed_in):
    file = SimpleUploadedFile("huurders.csv", b"")

    answer = signed_in(coordinator).post("/huurders/inlezen/", {"kind": "tenants", "file": file})

    assert answer.status_code == 422
    assert "Het bestand is leeg" in answer.content.decode()
    assert 'value="tenants" required' in answer.content.decode()
    assert answer.context["form"]["kind"].value() == "tenants"


def test_the_coordinator_sees_the_differences_and_puts_the_file_in(coordinator, signed_in):
    client = signed_in(coordinator)
    file = SimpleUploadedFile("eenheden.csv", HOMES.read_bytes())

    answer = client.post("/huurders/inlezen/", {"kind": "homes", "file": file}, follow=True)
    run = ImportRun.objects.get()
    client.post(f"/huurders/inlezen/{run.pk}/doorvoeren/")

    assert "<dt>Nieuw</dt><dd>6</dd>" in answer.content.decode()
    assert Home.objects.count() == 6


def test_the_refused_lines_can_be_taken_along_without_a_formula(coordinator, signed_in):
    run = read(coordinator, f"{HEADER}\n1;=1+1;Straat;x\n")

    answer = signed_in(coordinator).get(f"/huurders/inlezen/{run.pk}/afgekeurd.csv")

    assert "2;'=1+1;huisnummer" in answer.content.decode()


def test_a_file_ten_times_as_long_takes_as_many_queries(coordinator):
    def queries(rows: int) -> int:
        lines = "".join(f"{n};E-{n};Straat;{n}\n" for n in range(1, rows + 1))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            actions.apply_import(read(coordinator, f"{HEADER}\n{lines}"), by=coordinator)
        return len(queries)

    assert queries(20) == queries(200)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    with suppress(Unreadable):  # any other fault fails the test
        cleaned(reading.read(data, known=homes.KNOWN, required=homes.REQUIRED), "homes")


@given(st.dictionaries(st.sampled_from(sorted(homes.KNOWN)), st.text(max_size=60)))
def test_any_line_is_cleaned_or_refused_with_a_reason(cells):
    sheet = reading.Sheet(rows=[reading.Row(2, cells)])

    good = cleaned(sheet, "homes")

    assert len(good) + len(sheet.rejects) == 1
