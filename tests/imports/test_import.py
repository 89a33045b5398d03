"""Import of homes and tenants: comparison, refused lines, forbidden columns, and the pages."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Area
from ground.refusals import Refused
from imports import actions, cells, home_lines, tenant_lines
from imports.models import ImportLine, ImportRun
from imports.unreadable import UnknownColumns, Unreadable
from imports.uploads import open_file
from tenants.models import Home, Tenancy, Tenant
from tests.factories.files import a_file, put_in, worked
from tests.imports.fixtures import HEADER, HOMES, TENANTS, outcomes, read_all, reasons


def test_comparison_reports_changes_without_applying_them(coordinator):
    run = a_file(HOMES.read_bytes(), by=coordinator)

    assert run.counts["new"] == 6
    assert run.areas == ["Noord", "Zuid"]
    assert not Home.objects.exists()
    assert not Area.objects.exists()


def test_homes_are_imported_with_area_and_normalised_postcode(coordinator):
    read_all(coordinator)

    postcodes = set(Home.objects.filter(street="Fictiefstraat").values_list("postcode", flat=True))
    assert postcodes == {"9999 XA", "9999 XB"}
    assert Home.objects.get(code="E-100-003").neighbourhood_code == "BU99990101"
    assert Home.objects.get(code="E-100-002").address == "Fictiefstraat 1A"
    assert Home.objects.get(code="E-100-006").number is None
    assert set(Area.objects.values_list("name", flat=True)) == {"Noord", "Zuid"}


def test_tenants_are_imported_with_their_contract(coordinator):
    read_all(coordinator)

    voorbeeld = Tenant.objects.get(external_id="R-90001")
    testman = Tenant.objects.get(external_id="R-90002")
    assert voorbeeld.formal_name == "Mevr. J.M. van den Voorbeeld"
    assert str(testman.birth_date) == "1938-05-12"
    assert testman.tenancies.get().role == Tenancy.Role.CO
    assert Tenant.objects.get(external_id="R-90006").last_name == "Streep; Komma"
    assert Tenant.objects.get(external_id="R-90006").email == "hanna@example.org"
    assert voorbeeld.area.name == "Noord"


def test_bsn_column_is_counted_and_never_stored(coordinator):
    put_in(a_file(HOMES.read_bytes(), by=coordinator))
    text = TENANTS.read_text().replace("000000000;NLD", "987654321;NLD")

    run = a_file(text, "tenants", by=coordinator)

    assert run.dropped["bsn"] == 1
    stored = list(ImportLine.objects.values_list("cells", "reason", "what"))
    assert "987654321" not in f"{stored}{run.counts}{run.dropped}{run.notes}"


def test_mapping_cannot_admit_a_bsn_column(coordinator):
    header = "bsn_nummer;achternaam;overeenkomst_id;eenheid_code"
    actions.learn_columns(
                kind="tenants",
        source="Oud systeem",
        columns={"bsnnummer": "relatie_id"} | {n: n for n in ("achternaam", "overeenkomst_id")}
        | {"eenheidcode": "eenheid_code"},
        by=coordinator,
    )  # fmt: skip

    with pytest.raises(UnknownColumns, match="relatie_id"):
        a_file(f"{header}\n123456782;Jansen;O-1;E-1\n", "tenants", by=coordinator)


def test_column_of_bsns_under_another_name_is_refused(coordinator):
    def bsn(n: int) -> str:
        first = f"{n:08d}"
        total = sum(w * int(d) for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2), first, strict=True))
        return f"{first}{total % 11}" if total % 11 < 10 else ""

    numbers = [number for n in range(12345600, 12345700) if (number := bsn(n))][:40]
    lines = "".join(f"{n};Jansen;O-{n};E-1\n" for n in numbers)

    with pytest.raises(Unreadable, match="relatie_id staan burgerservicenummers"):
        a_file(
            f"relatie_id;achternaam;overeenkomst_id;eenheid_code\n{lines}",
            "tenants",
            by=coordinator,
        )

    assert not ImportRun.objects.exists()


def test_same_file_again_has_no_changes(coordinator):
    read_all(coordinator)

    homes = a_file(HOMES.read_bytes(), by=coordinator)
    tenants = a_file(TENANTS.read_bytes(), "tenants", by=coordinator)

    assert homes.counts == {"same": 6, "untouched": 0}
    assert tenants.counts == {
        "same": 6, "left_out": 1, "rejected": 2, "untouched": 0, "ended": 0
    }  # fmt: skip


def test_changed_line_names_the_field_and_not_its_value(coordinator):
    read_all(coordinator)

    run = a_file(
        TENANTS.read_text().replace("000 000 00 01", "000 000 00 99"), "tenants", by=coordinator
    )

    line = run.lines.get(outcome="changed")
    assert (line.who, line.what) == ("R-90001", ["telefoon"])


def test_fields_missing_from_the_file_keep_their_value(coordinator):
    read_all(coordinator)
    Tenant.objects.filter(external_id="R-90002").update(channel="visit", phone="000 0000000")
    lines = "R-90002;Testman;O-70001;E-100-001;1998-06-01"

    run = a_file(
        f"relatie_id;achternaam;overeenkomst_id;eenheid_code;rol_begindatum\n{lines}\n",
        "tenants",
        by=coordinator,
    )
    put_in(run)

    testman = Tenant.objects.get(external_id="R-90002")
    assert (testman.channel, testman.phone, testman.initials) == ("visit", "000 0000000", "A.")


def test_corrected_field_is_not_overwritten(coordinator):
    read_all(coordinator)
    tenant = Tenant.objects.filter(external_id="R-90001")
    tenant.update(first_name="Johanna", corrected=["first_name"])

    run = a_file(TENANTS.read_bytes(), "tenants", by=coordinator)
    put_in(run)

    assert "changed" not in run.counts
    assert tenant.get().first_name == "Johanna"


def test_applied_file_keeps_only_lines_to_correct_or_undo(coordinator):
    _, tenants = read_all(coordinator)

    kept = ImportLine.objects.filter(run=tenants)
    assert set(kept.exclude(cells=[]).values_list("outcome", flat=True)) == {"rejected"}
    assert set(kept.values_list("outcome", flat=True)) == {"rejected", "new"}


def test_applied_file_cannot_be_applied_again(coordinator):
    homes, _ = read_all(coordinator)

    with pytest.raises(Refused, match="doorgevoerd"):
        actions.apply(homes, by=coordinator)


def test_discarded_file_cannot_be_applied(coordinator):
    run = a_file(HOMES.read_bytes(), by=coordinator)
    actions.discard(run, by=coordinator)

    with pytest.raises(Refused, match="weggegooid"):
        actions.apply(run, by=coordinator)

    assert not Home.objects.exists()
    assert not ImportLine.objects.exists()


def test_read_file_without_permission_raises_404(consultant):
    with pytest.raises(Http404):
        a_file(HOMES.read_bytes(), by=consultant)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "leeg"),
        (b" \r\n \r\n", "leeg"),
        (b"eenheid_id;straatnaam\n1;Straat\n", "kolom ontbreekt: eenheid_code"),
        (b"naam1;naam2\n1;2\n", "geen kolommen die we kennen"),
        (b"1;Jansen;1946-03-07\n2;Pieters;1950-01-01\n", "lijkt al gegevens te zijn"),
        (b"PK\x03\x04rest", "beschadigd"),
        (b"\xd0\xcf\x11\xe0rest", "oude of beveiligde Excel-werkmap"),
        (b"\x00\x81\x8d\x90", "niet te lezen"),
        (b'{"a": 1}', "geen lijst"),
        (b'[{"id": "1"', "afgebroken"),
        (f"{HEADER}\n1;E-1;{'x' * 1_000_000};1\n".encode(), "Regel 2 is niet te lezen"),
        (f"{HEADER};straatnaam\n1;E-1;A;1;B\n".encode(), "twee keer"),
    ],
)
def test_unreadable_file_is_refused_with_a_reason_and_not_stored(coordinator, data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        a_file(data, by=coordinator)

    assert not ImportRun.objects.exists()
    assert not ImportLine.objects.exists()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1;E-1;Straat;1;te;veel", "6 kolommen in plaats van 4"),
        ("1;E-1", "2 kolommen in plaats van 4"),
        (HEADER, "nog een regel met namen"),
        (";E-1;Straat;1", "eenheid_id is leeg"),
        ("1;E-1;Straat;A1", "geen huisnummer"),
        ("1;E-1;Straat;", "heeft een huisnummer"),
        (f"1;E-1;{'x' * 500};1", "straat is te lang: 500 tekens, hoogstens 120"),
    ],
)
def test_bad_line_is_refused_and_the_next_line_accepted(coordinator, line, reason):
    run = a_file(f"{HEADER}\n{line}\n2;E-2;Straat;2\n", by=coordinator)

    assert reason in reasons(run)[2]
    assert outcomes(run)[3] == "new"


def test_code_of_another_home_is_refused(coordinator):
    put_in(a_file(f"{HEADER}\n1;E-1;Straat;1\n", by=coordinator))

    run = a_file(f"{HEADER}\n2;E-1;Straat;2\n", by=coordinator)

    assert "andere eenheid" in reasons(run)[2]


def test_contradicting_lines_with_one_id_are_both_refused(coordinator):
    put_in(a_file(HOMES.read_bytes(), by=coordinator))
    one = "R-1;Jansen;1950-01-01;O-1;E-100-001;2020-01-01"
    other = "R-1;Pieters;1961-01-01;O-2;E-100-002;2020-01-01"

    run = a_file(
        "relatie_id;achternaam;geboortedatum;overeenkomst_id;eenheid_code;rol_begindatum\n"
        f"{one}\n{other}\n",
        "tenants",
        by=coordinator,
    )
    put_in(run)

    assert set(outcomes(run)) == {2, 3}
    assert "latere regel" in reasons(run)[2]
    assert "regel 2" in reasons(run)[3]
    assert not Tenant.objects.exists()


def test_upload_of_an_empty_file_keeps_the_kind_and_shows_the_error(coordinator, signed_in):
    file = SimpleUploadedFile("huurders.csv", b"")

    answer = signed_in(coordinator).post("/huurders/inlezen/", {"kind": "tenants", "file": file})

    assert answer.status_code == 422
    assert "Het bestand is leeg" in answer.content.decode()
    assert answer.context["form"]["kind"].value() == "tenants"


def test_coordinator_reviews_the_differences_and_applies_the_file(coordinator, signed_in):
    client = signed_in(coordinator)
    file = SimpleUploadedFile("eenheden.csv", HOMES.read_bytes())

    answer = client.post("/huurders/inlezen/", {"kind": "homes", "file": file}, follow=True)
    run = ImportRun.objects.get()
    assert "Wordt vergeleken" in answer.content.decode()
    worked(run)
    compared = client.get(f"/huurders/inlezen/{run.pk}/")
    client.post(f"/huurders/inlezen/{run.pk}/doorvoeren/")
    worked(run)

    assert "<dt>Nieuw</dt><dd>6</dd>" in compared.content.decode()
    assert Home.objects.count() == 6


def test_progress_fragment_refreshes_the_page_when_ready(coordinator, signed_in):
    client = signed_in(coordinator)
    run = actions.read_file(kind="homes", name="w.csv", data=HOMES.read_bytes(), by=coordinator)
    url = f"/huurders/inlezen/{run.pk}/"

    busy = client.get(url, headers={"HX-Request": "true"})
    worked(run)
    ready = client.get(url, headers={"HX-Request": "true"})

    assert "0 van 6 regels" in busy.content.decode()
    assert "HX-Refresh" not in busy
    assert ready["HX-Refresh"] == "true"


def test_downloaded_refused_lines_can_be_corrected_and_uploaded(coordinator, signed_in):
    run = a_file(f"{HEADER}\n1;=1+1;Straat;x\n2;E-2;Straat;2\n", by=coordinator)

    answer = signed_in(coordinator).get(f"/huurders/inlezen/{run.pk}/afgekeurd.csv")

    header, line = answer.content.decode("utf-8-sig").splitlines()
    assert header == f"{HEADER};regel;waarom"
    assert line.startswith("1;'=1+1;Straat;x;2;huisnummer")
    again = a_file(answer.content.replace(b";x;", b";1;"), by=coordinator)
    assert outcomes(again) == {2: "new"}
    assert not again.dropped
    assert again.lines.get().cells == ["1", "=1+1", "Straat", "1"]


def test_import_query_count_does_not_grow_with_the_file(coordinator):
    def queries(rows: int) -> int:
        lines = "".join(f"{n};E-{n};Straat;{n}\n" for n in range(1, rows + 1))
        with CaptureQueriesContext(connection) as queries:
            put_in(a_file(f"{HEADER}\n{lines}", by=coordinator))
        return len(queries)

    queries(2)
    assert queries(20) == queries(200)


@pytest.mark.django_db
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_or_raise_unreadable(data):
    with suppress(Unreadable):  # any other fault fails the test
        list(open_file(BytesIO(data), "homes").rows)


@pytest.mark.parametrize("line_of", [home_lines, tenant_lines])
@given(data=st.data())
def test_any_line_is_cleaned_or_raises_rejected(line_of, data):
    texts = st.text(max_size=60) | st.from_regex(r"[0-9.,-]{1,16}")
    found = data.draw(st.dictionaries(st.sampled_from(sorted(line_of.KNOWN)), texts))

    with suppress(cells.Rejected):
        line_of.clean(found)
