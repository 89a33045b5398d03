"""Imports of later files: moves, departures, deaths and new ids; undoing a file; workers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from audit import actions as audit_actions
from ground.refusals import Refused
from imports import actions, apply_lines, comparison, worker
from imports.models import ImportLine, ImportRun
from signals.models import Signal
from tenants import actions as tenants
from tenants.models import ErasureTombstone, Home, Tenancy, Tenant
from tests import factories
from tests.factories.files import a_file, put_in, undone, worked
from tests.imports.fixtures import HEADER, HOMES, TENANTS, outcomes, read_all

pytestmark = pytest.mark.django_db
COLUMNS = (
    "relatie_id;achternaam;geboortedatum;overlijdensdatum;overeenkomst_id;eenheid_code;"
    "rol_begindatum;rol_einddatum"
)


@pytest.fixture
def town(coordinator):
    """Three homes in three areas; tenant Jansen rents the first."""
    lines = "".join(f"{n};E-{n};Straat;{n};Gebied {n}\n" for n in (1, 2, 3))
    put_in(a_file(f"{HEADER};rayon\n{lines}", by=coordinator))
    return put_in(people(coordinator, "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;"))


def people(coordinator, *lines: str) -> ImportRun:
    return a_file("\n".join([COLUMNS, *lines]), "tenants", by=coordinator)


def jansen() -> Tenant:
    return Tenant.objects.get(last_name="Jansen")


def test_tenant_who_moves_keeps_the_file_and_gets_the_new_area(town, coordinator):
    before = jansen()
    run = people(
        coordinator,
        "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;2026-10-31",
        "R-1;Jansen;1950-01-01;;O-2;E-2;2026-11-01;",
    )

    assert outcomes(run) == {2: "moved_out", 3: "moved"}
    put_in(run)
    assert jansen() == before
    assert jansen().area.name == "Gebied 2"
    assert [t.home.code for t in jansen().tenancies.current()] == ["E-2"]


def test_omitted_contract_ends_the_day_before_the_next_one_starts(town, coordinator):
    run = people(coordinator, "R-1;Jansen;1950-01-01;;O-2;E-2;2026-11-01;")

    assert run.counts["ended"] == 1
    put_in(run)
    assert jansen().tenancies.get(contract="O-1").ends_on == date(2026, 10, 31)
    assert jansen().area.name == "Gebied 2"


def test_contract_named_by_a_refused_line_does_not_end(town, coordinator):
    run = people(
        coordinator,
        "R-1;Jansen;1950-01-01;;O-1;E-99;2020-01-01;",
        "R-1;Jansen;1950-01-01;;O-2;E-2;2026-11-01;",
    )

    put_in(run)

    assert run.counts["ended"] == 0
    assert jansen().tenancies.get(contract="O-1").ends_on is None


def test_tenant_with_two_homes_keeps_both(town, coordinator):
    both = (
        "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;",
        "R-1;Jansen;1950-01-01;;O-3;E-3;2021-01-01;",
    )

    put_in(people(coordinator, *both))

    assert jansen().tenancies.current().count() == 2
    assert people(coordinator, *both).counts["same"] == 2


def test_last_of_two_lines_about_one_agreement_counts(town, coordinator):
    run = people(
        coordinator,
        "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;2022-12-31",
        "R-1;Jansen;1950-01-01;;O-1;E-1;2023-01-01;",
    )

    put_in(run)

    assert str(jansen().tenancies.get().starts_on) == "2023-01-01"


def test_tenant_missing_from_the_file_is_unchanged(town, coordinator):
    run = put_in(people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;"))

    assert run.counts["untouched"] == 1
    assert jansen().tenancies.current().exists()


def test_death_has_its_own_outcome_and_marks_open_signals(town, coordinator, signed_in):
    signal = factories.a_signal(jansen(), by=coordinator, owner=coordinator)
    run = people(coordinator, "R-1;Jansen;1950-01-01;2026-11-20;O-1;E-1;2020-01-01;2026-12-31")

    assert outcomes(run) == {2: "died"}
    put_in(run)
    assert Signal.objects.get(pk=signal.pk).has_died
    today = signed_in(coordinator).get("/vandaag/?toon=alles").content.decode()
    assert "· overleden" in today


def test_tenant_with_a_new_id_is_merged(town, coordinator):
    before = jansen()
    wish = tenants.record_wish(before, words="Koffie", interests=[], by=coordinator)
    run = people(coordinator, "R-77;Jansen;1950-01-01;;O-1;E-1;2020-01-01;")

    assert outcomes(run) == {2: "merged"}
    put_in(run)
    assert jansen() == before
    assert jansen().external_id == "R-77"
    assert jansen().wishes.get() == wish


def test_twin_in_the_same_home_is_not_merged(town, coordinator):
    Tenant.objects.filter(last_name="Jansen").update(initials="A.")
    header = f"{COLUMNS};voorletters"
    line = "R-77;Jansen;1950-01-01;;O-1;E-1;2020-01-01;;B."

    run = put_in(a_file(f"{header}\n{line}\n", "tenants", by=coordinator))

    assert run.counts["new"] == 1
    assert set(Tenant.objects.values_list("external_id", "initials")) == {
        ("R-1", "A."),
        ("R-77", "B."),
    }


def test_same_name_and_birth_date_at_another_home_is_not_merged(town, coordinator):
    run = put_in(people(coordinator, "R-77;Jansen;1950-01-01;;O-2;E-2;2020-01-01;"))

    assert run.counts["new"] == 1
    assert Tenant.objects.filter(last_name="Jansen").count() == 2


@pytest.mark.parametrize(
    ("birthday", "word"),
    [
        ("1890-05-05", "120 jaar geleden"),
        ((timezone.localdate() + timedelta(days=1)).isoformat(), "toekomst"),
        ("31-2-1950", "geen datum"),
        ("1950", "geen datum"),
    ],
)
def test_impossible_birth_date_is_refused(town, coordinator, birthday, word):
    run = people(coordinator, f"R-9;Bakker;{birthday};;O-9;E-2;2020-01-01;")

    assert word in run.lines.get().reason


# --- Data that files must not change -----------------------------------------------------------

OURS = {
    "hears_badly": True,
    "interpreter": True,
    "best_time": "morning",
    "in_pairs": True,
    "reach_note": "Lang laten bellen",
}


def ours() -> dict:
    return (
        Tenant.objects.filter(last_name__in=["Jansen", "Janssen"])
        .values("shielded_at", "restricted_at", *OURS)
        .get()
    )


def test_apply_and_undo_leave_fields_outside_the_file_unchanged(town, coordinator):
    now = timezone.now()
    Tenant.objects.update(shielded_at=now, restricted_at=now, **OURS)

    run = put_in(people(coordinator, "R-1;Janssen;1950-01-01;;O-1;E-1;2020-01-01;"))

    assert run.counts["changed"] == 1
    assert ours() == OURS | {"shielded_at": now, "restricted_at": now}
    undone(run)
    assert ours() == OURS | {"shielded_at": now, "restricted_at": now}


def test_undo_keeps_a_field_corrected_after_the_import(town, coordinator):
    header = f"{COLUMNS};telefoon"
    line = "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;;0612345678"
    run = put_in(a_file(f"{header}\n{line}\n", "tenants", by=coordinator))
    request = tenants.receive_request(
        jansen(), kind="rectify", via="phone", received_on=timezone.localdate(),
        identity="Ken ik", by=coordinator,
    )  # fmt: skip
    tenants.rectify(request, fields={"last_name": "Van Jansen"}, answer="Gedaan", by=coordinator)

    undone(run)

    tenant = Tenant.objects.get(external_id="R-1")
    assert (tenant.last_name, tenant.corrected) == ("Van Jansen", ["last_name"])
    assert tenant.phone == ""


def test_undo_keeps_a_field_that_the_file_did_not_change(town, coordinator):
    run = put_in(people(coordinator, "R-1;Janssen;1950-01-01;;O-1;E-1;2020-01-01;"))
    Tenant.objects.update(email="jansen@post.example")

    undone(run)

    assert jansen().email == "jansen@post.example"


@pytest.mark.parametrize("how", ["hold", "request"])
def test_undo_is_refused_under_a_legal_hold_or_rights_request(town, coordinator, how):
    run = put_in(people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;"))
    tenant = Tenant.objects.get(external_id="R-2")
    if how == "hold":
        officer = factories.a_user(Role.PRIVACY_OFFICER)
        audit_actions.hold(tenant_number=tenant.pk, why="Rechtszaak", by=officer)
    else:
        tenants.receive_request(
            tenant, kind="access", via="phone", received_on=timezone.localdate(),
            identity="Ken ik", by=coordinator,
        )  # fmt: skip

    with pytest.raises(Refused, match="Terugdraaien kan niet meer"):
        actions.undo(run, by=coordinator)


def test_parking_space_elsewhere_does_not_change_the_area(town, coordinator):
    Home.objects.filter(code="E-3").update(kind="PAR")
    home, parking = (f"R-1;Jansen;1950-01-01;;O-{n};E-{n};2020-01-01;" for n in (1, 3))

    put_in(people(coordinator, home, parking))
    assert jansen().area.name == "Gebied 1"

    put_in(people(coordinator, parking, home))
    assert jansen().area.name == "Gebied 1"

    lines = "".join(f"{n};E-{n};Straat;{n};Wijk {n}\n" for n in (1, 3))
    put_in(a_file(f"{HEADER};rayon\n{lines}", by=coordinator))
    assert jansen().area.name == "Wijk 1"


def test_every_line_about_an_erased_person_is_skipped(town, coordinator):
    ErasureTombstone.objects.create(digest=ErasureTombstone.digest_of("R-5"))
    lines = [f"R-5;Weg;1950-01-01;;O-{n};E-{n};2020-01-01;" for n in (1, 2, 3)]

    run = put_in(people(coordinator, *lines))

    assert run.counts["left_out"] == 3
    assert not Tenant.objects.filter(external_id="R-5").exists()


# --- Undoing -----------------------------------------------------------------------------------


def state() -> tuple:
    """Return everything that an import can change."""
    return (
        list(Home.objects.order_by("code").values_list("code", "street", "number", "area__name")),
        list(Tenant.objects.order_by("pk").values_list("pk", "external_id", "phone", "area__name")),
        list(Tenancy.objects.order_by("contract", "tenant").values_list("contract", "ends_on")),
    )


def test_undo_of_the_first_tenants_file_leaves_no_tenants(coordinator):
    _, tenants = read_all(coordinator)

    undone(tenants)

    assert not Tenant.objects.exists()
    assert not Tenancy.objects.exists()


def test_undo_restores_changes_moves_merges_and_ended_tenancies(town, coordinator):
    before = state()
    run = put_in(
        people(
            coordinator,
            "R-88;Jansen;1950-01-01;;O-1;E-1;2020-01-01;2026-10-31",
            "R-88;Jansen;1950-01-01;;O-2;E-2;2026-11-01;",
            "R-3;Bakker;1970-01-01;;O-3;E-3;2020-01-01;",
        )
    )
    assert state() != before

    undone(run)

    assert state() == before
    assert run.status == ImportRun.Status.UNDONE


def test_undo_of_one_home_of_an_agreement_keeps_the_other(town, coordinator):
    """One agreement covers a home and a parking space; a later file adds the second."""
    both = (
        "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;",
        "R-1;Jansen;1950-01-01;;O-1;E-3;2020-01-01;",
    )
    before = state()
    run = put_in(people(coordinator, *both))
    assert jansen().tenancies.count() == 2

    undone(run)

    assert state() == before
    assert [tenancy.home.code for tenancy in jansen().tenancies.all()] == ["E-1"]


def test_undo_query_count_does_not_grow_with_the_file(coordinator):
    def queries(rows: int) -> int:
        lines = "".join(f"{n};E-{n};Straat;{n}\n" for n in range(1, rows + 1))
        put_in(a_file(f"{HEADER}\n{lines}", by=coordinator))
        who = [f"R-{n};Jansen{n};1950-01-01;;O-{n};E-{n};2020-01-01;" for n in range(1, rows + 1)]
        put_in(people(coordinator, *who))
        run = put_in(people(coordinator, *[line.replace("2020", "2021") for line in who]))
        with CaptureQueriesContext(connection) as taken:
            undone(run)
        return len(taken)

    queries(2)
    assert queries(10) == queries(60)


def test_apply_and_undo_are_refused_after_the_lines_were_swept(town, coordinator):
    waits = people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;")
    ImportLine.objects.all().delete()

    with pytest.raises(Refused, match="opgeruimd"):
        actions.apply(waits, by=coordinator)
    with pytest.raises(Refused, match="opgeruimd"):
        actions.undo(town, by=coordinator)


def test_undo_is_refused_when_a_signal_refers_to_a_new_tenant(town, coordinator):
    factories.a_signal(jansen(), by=coordinator, owner=coordinator)

    with pytest.raises(Refused, match="signalen"):
        actions.undo(town, by=coordinator)


def test_undo_is_refused_for_any_file_but_the_last(coordinator):
    homes, _ = read_all(coordinator)

    with pytest.raises(Refused, match="laatst"):
        actions.undo(homes, by=coordinator)


# --- Workers -----------------------------------------------------------------------------------


def test_apply_is_refused_while_another_file_is_applied(coordinator):
    first = a_file(f"{HEADER}\n1;E-1;Straat;1\n", by=coordinator)
    second = a_file(f"{HEADER}\n2;E-2;Straat;2\n", by=coordinator)
    actions.apply(first, by=coordinator)

    with pytest.raises(Refused, match="ander bestand"):
        actions.apply(second, by=coordinator)


def test_comparison_waits_while_another_file_is_applied(coordinator):
    first = a_file(f"{HEADER}\n1;E-1;Straat;1\n", by=coordinator)
    actions.apply(first, by=coordinator)
    second = actions.read_file(
        kind="homes", name="w.csv", data=f"{HEADER}\n1;E-1;Straat;1\n".encode(),
        by=coordinator,
    )  # fmt: skip

    assert worked(second).status == ImportRun.Status.READING
    worked(first)

    second.refresh_from_db()
    assert second.counts["same"] == 1


def test_worker_continues_where_another_died(coordinator, monkeypatch):
    monkeypatch.setattr(comparison, "CHUNK", 2)
    lines = "".join(f"{n};E-{n};Straat;{n}\n" for n in range(1, 8))
    run = actions.apply(a_file(f"{HEADER}\n{lines}", by=coordinator), by=coordinator)
    upsert, calls = apply_lines.upsert, []

    def dies(*args):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        upsert(*args)

    monkeypatch.setattr(apply_lines, "upsert", dies)
    with pytest.raises(KeyboardInterrupt):
        worker.work(run.pk)
    assert Home.objects.count() == 4

    monkeypatch.setattr(apply_lines, "upsert", upsert)
    worked(run)

    assert run.status == ImportRun.Status.APPLIED
    assert Home.objects.count() == 7
    assert run.lines_done == 7


def test_claimed_file_cannot_be_claimed_again(coordinator):
    run = actions.apply(a_file(HOMES.read_bytes(), by=coordinator), by=coordinator)

    assert worker.claim(run.pk) is not None
    assert worker.claim(run.pk) is None
    assert worker.work_on_waiting() == 0


def test_file_is_stuck_after_too_many_attempts_until_resumed(coordinator):
    run = actions.apply(a_file(HOMES.read_bytes(), by=coordinator), by=coordinator)
    ImportRun.objects.filter(pk=run.pk).update(attempts=3)

    worked(run)
    assert run.status == ImportRun.Status.STUCK

    actions.resume(run, by=coordinator)
    worked(run)
    assert run.status == ImportRun.Status.APPLIED


def test_comparison_that_keeps_failing_gets_stuck(coordinator, monkeypatch):
    monkeypatch.setattr(comparison, "CHUNK", 2)
    lines = "".join(f"{n};E-{n};Straat;{n}\n" for n in range(1, 8))
    run = actions.read_file(
        kind="homes", name="w.csv", data=f"{HEADER}\n{lines}".encode(), by=coordinator
    )
    judge, calls = comparison.HomesPart.judge, []

    def breaks(part):
        calls.append(part)
        if len(calls) % 2 == 0:
            raise KeyError("stuk")
        judge(part)

    monkeypatch.setattr(comparison.HomesPart, "judge", breaks)
    for _ in range(3):
        with pytest.raises(KeyError):
            worker.work(run.pk)

    assert worked(run).status == ImportRun.Status.STUCK


def test_file_compared_before_another_was_applied_is_compared_again(town, coordinator):
    run = people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;")
    put_in(people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;"))

    put_in(run)

    assert run.counts["same"] == 1
    assert not ImportLine.objects.filter(run=run, outcome="new").exists()


def test_importing_the_same_tenants_file_again_changes_nothing(coordinator):
    read_all(coordinator)
    before = state()

    put_in(a_file(TENANTS.read_bytes(), "tenants", by=coordinator))

    assert state() == before


# --- House numbers and telephone numbers as other programs write them --------------------------


@pytest.mark.parametrize(
    ("written", "number", "letter", "addition"),
    [
        ("14", 14, "", ""), ("14,0", 14, "", ""), ("14A", 14, "A", ""), ("14 a", 14, "a", ""),
        ("14-A", 14, "A", ""), ("14-2", 14, "", "2"), ("14/2", 14, "", "2"),
        ("18bis", 18, "", "bis"), ("18 bis", 18, "", "bis"), ("20-hs", 20, "", "hs"),
        ("14A2", 14, "A", "2"), ("14 A-2", 14, "A", "2"), ("7-1a", 7, "", "1a"),
        ("00014", 14, "", ""),
    ],
)  # fmt: skip
def test_number_letter_and_addition_in_one_cell_are_divided(
    coordinator, written, number, letter, addition
):
    put_in(a_file(f"{HEADER}\nH1;E-1;Merelstraat;{written}\n", by=coordinator))

    home = Home.objects.get()
    assert (home.number, home.letter, home.addition) == (number, letter, addition)


@pytest.mark.parametrize("written", ["A14", "14 Merelstraat", "123456", "14--2-3", "½"])
def test_what_is_no_house_number_is_refused_in_words(coordinator, written):
    run = a_file(f"{HEADER}\nH1;E-1;Merelstraat;{written}\n", by=coordinator)

    assert "is geen huisnummer" in run.lines.get().reason


PHONES = [
    ("06-12345678", "06-12345678", ""),
    ("612345678", "0612345678", ""),
    ("6 1234 5678", "06 1234 5678", ""),
    ("+31 6 12345678", "+31 6 12345678", ""),
    ("06-12345678 / 0318-123456", "06-12345678", "0318-123456"),
    ("06 12345678 (dochter Ans)", "06 12345678", "dochter Ans"),
    ("Dochter Ans: 06 12345678", "06 12345678", "Dochter Ans:"),
    ("0318-123456; 's avonds", "0318-123456", "'s avonds"),
    ("+49 151 23456789", "+49 151 23456789", ""),
    ("6,12346E+08", "", "afgerond door een rekenblad: 6,12346E+08"),
    ("geen telefoon", "", "geen telefoon"),
    ("0612", "", "0612"),
    ("111222333", "", ""),
    ("0900-1234", "", "0900-1234"),
    ("0900-123456", "", "0900-123456"),
    ("+31 (0)6 12345678", "+31 (0)6 12345678", ""),
    ("06-12345678" + " of anders bij de buren aanbellen" * 4, "06-12345678", None),
]


@pytest.mark.parametrize(("written", "phone", "note"), PHONES)
def test_a_telephone_cell_never_refuses_a_person(coordinator, written, phone, note):
    put_in(a_file(f"{HEADER}\nH1;E-1;Merelstraat;1\n", by=coordinator))
    header = "relatie_id;achternaam;overeenkomst_id;eenheid_code;rol_begindatum;telefoon"
    line = f'R1;Dijk;O1;E-1;2020-01-01;"{written}"'

    put_in(a_file(f"{header}\n{line}\n", "tenants", by=coordinator))

    tenant = Tenant.objects.get()
    assert tenant.phone == phone
    assert len(tenant.phone_note) <= 80
    assert note is None or tenant.phone_note == note


def test_text_without_a_number_does_not_take_away_the_number_that_is_known(coordinator):
    put_in(a_file(f"{HEADER}\nH1;E-1;Merelstraat;1\n", by=coordinator))
    header = "relatie_id;achternaam;overeenkomst_id;eenheid_code;rol_begindatum;telefoon"
    for cell in ("06-12345678", "6,12346E+08"):
        line = f"R1;Dijk;O1;E-1;2020-01-01;{cell}"
        put_in(a_file(f"{header}\n{line}\n", "tenants", by=coordinator))

    assert Tenant.objects.get().phone == "06-12345678"
