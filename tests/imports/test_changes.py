"""People move, leave, die, and are given new numbers; a later file says so."""

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
from tests import roads
from tests.imports.fixtures import HEADER, HOMES, TENANTS, outcomes, read_all
from tests.roads.files import a_file, put_in, undone, worked

pytestmark = pytest.mark.django_db
COLUMNS = (
    "relatie_id;achternaam;geboortedatum;overlijdensdatum;overeenkomst_id;eenheid_code;"
    "rol_begindatum;rol_einddatum"
)


@pytest.fixture
def town(coordinator):
    """Three homes, and Jansen in the first."""
    lines = "".join(f"{n};E-{n};Straat;{n};Gebied {n}\n" for n in (1, 2, 3))
    put_in(a_file(f"{HEADER};rayon\n{lines}", by=coordinator))
    return put_in(people(coordinator, "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;"))


def people(coordinator, *lines: str) -> ImportRun:
    return a_file("\n".join([COLUMNS, *lines]), "tenants", by=coordinator)


def jansen() -> Tenant:
    return Tenant.objects.get(last_name="Jansen")


def test_somebody_who_moved_in_town_keeps_the_file_and_follows_the_area(town, coordinator):
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


def test_a_contract_that_the_file_leaves_out_ends_where_the_next_began(town, coordinator):
    run = people(coordinator, "R-1;Jansen;1950-01-01;;O-2;E-2;2026-11-01;")

    assert run.counts["ended"] == 1
    put_in(run)
    assert jansen().tenancies.get(contract="O-1").ends_on == date(2026, 10, 31)
    assert jansen().area.name == "Gebied 2"


def test_a_contract_stays_when_the_line_that_names_it_was_refused(town, coordinator):
    run = people(
        coordinator,
        "R-1;Jansen;1950-01-01;;O-1;E-99;2020-01-01;",
        "R-1;Jansen;1950-01-01;;O-2;E-2;2026-11-01;",
    )

    put_in(run)

    assert run.counts["ended"] == 0
    assert jansen().tenancies.get(contract="O-1").ends_on is None


def test_somebody_with_two_homes_keeps_both(town, coordinator):
    both = (
        "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;",
        "R-1;Jansen;1950-01-01;;O-3;E-3;2021-01-01;",
    )

    put_in(people(coordinator, *both))

    assert jansen().tenancies.current().count() == 2
    assert people(coordinator, *both).counts["same"] == 2


def test_of_two_periods_of_one_agreement_the_last_line_counts(town, coordinator):
    run = people(
        coordinator,
        "R-1;Jansen;1950-01-01;;O-1;E-1;2020-01-01;2022-12-31",
        "R-1;Jansen;1950-01-01;;O-1;E-1;2023-01-01;",
    )

    put_in(run)

    assert str(jansen().tenancies.get().starts_on) == "2023-01-01"


def test_somebody_who_is_not_in_the_file_is_left_alone(town, coordinator):
    run = put_in(people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;"))

    assert run.counts["untouched"] == 1
    assert jansen().tenancies.current().exists()


def test_a_death_gets_a_line_of_its_own_and_open_work_says_so(town, coordinator, signed_in):
    signal = roads.a_signal(jansen(), by=coordinator, owner=coordinator)
    run = people(coordinator, "R-1;Jansen;1950-01-01;2026-11-20;O-1;E-1;2020-01-01;2026-12-31")

    assert outcomes(run) == {2: "died"}
    put_in(run)
    assert Signal.objects.get(pk=signal.pk).has_died
    today = signed_in(coordinator).get("/vandaag/?toon=alles").content.decode()
    assert "· overleden" in today


def test_a_person_with_a_new_number_stays_one_person(town, coordinator):
    before = jansen()
    wish = tenants.record_wish(before, words="Koffie", interests=[], by=coordinator)
    run = people(coordinator, "R-77;Jansen;1950-01-01;;O-1;E-1;2020-01-01;")

    assert outcomes(run) == {2: "merged"}
    put_in(run)
    assert jansen() == before
    assert jansen().external_id == "R-77"
    assert jansen().wishes.get() == wish


def test_a_twin_in_the_same_home_is_somebody_else(town, coordinator):
    Tenant.objects.filter(last_name="Jansen").update(initials="A.")
    header = f"{COLUMNS};voorletters"
    line = "R-77;Jansen;1950-01-01;;O-1;E-1;2020-01-01;;B."

    run = put_in(a_file(f"{header}\n{line}\n", "tenants", by=coordinator))

    assert run.counts["new"] == 1
    assert set(Tenant.objects.values_list("external_id", "initials")) == {
        ("R-1", "A."),
        ("R-77", "B."),
    }


def test_somebody_with_the_same_name_elsewhere_is_somebody_else(town, coordinator):
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
def test_a_birthday_that_cannot_be_is_refused(town, coordinator, birthday, word):
    run = people(coordinator, f"R-9;Bakker;{birthday};;O-9;E-2;2020-01-01;")

    assert word in run.lines.get().reason


# --- What is not the file's --------------------------------------------------------------------

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


def test_a_file_changes_nothing_that_we_know_and_it_does_not(town, coordinator):
    now = timezone.now()
    Tenant.objects.update(shielded_at=now, restricted_at=now, **OURS)

    run = put_in(people(coordinator, "R-1;Janssen;1950-01-01;;O-1;E-1;2020-01-01;"))

    assert run.counts["changed"] == 1
    assert ours() == OURS | {"shielded_at": now, "restricted_at": now}
    undone(run)
    assert ours() == OURS | {"shielded_at": now, "restricted_at": now}


def test_undoing_leaves_what_was_put_right_meanwhile(town, coordinator):
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


def test_undoing_leaves_what_a_colleague_wrote_in_another_field(town, coordinator):
    run = put_in(people(coordinator, "R-1;Janssen;1950-01-01;;O-1;E-1;2020-01-01;"))
    Tenant.objects.update(email="jansen@post.example")

    undone(run)

    assert jansen().email == "jansen@post.example"


@pytest.mark.parametrize("how", ["hold", "request"])
def test_who_is_held_or_asked_for_rights_is_not_undone(town, coordinator, how):
    run = put_in(people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;"))
    tenant = Tenant.objects.get(external_id="R-2")
    if how == "hold":
        officer = roads.a_user(Role.PRIVACY_OFFICER)
        audit_actions.hold(tenant_number=tenant.pk, why="Rechtszaak", by=officer)
    else:
        tenants.receive_request(
            tenant, kind="access", via="phone", received_on=timezone.localdate(),
            identity="Ken ik", by=coordinator,
        )  # fmt: skip

    with pytest.raises(Refused, match="Terugdraaien kan niet meer"):
        actions.undo(run, by=coordinator)


def test_a_parking_space_elsewhere_does_not_move_the_file(town, coordinator):
    Home.objects.filter(code="E-3").update(kind="PAR")
    home, parking = (f"R-1;Jansen;1950-01-01;;O-{n};E-{n};2020-01-01;" for n in (1, 3))

    put_in(people(coordinator, home, parking))
    assert jansen().area.name == "Gebied 1"

    put_in(people(coordinator, parking, home))
    assert jansen().area.name == "Gebied 1"

    lines = "".join(f"{n};E-{n};Straat;{n};Wijk {n}\n" for n in (1, 3))
    put_in(a_file(f"{HEADER};rayon\n{lines}", by=coordinator))
    assert jansen().area.name == "Wijk 1"


def test_who_was_erased_stays_away_on_every_line(town, coordinator):
    ErasureTombstone.objects.create(digest=ErasureTombstone.digest_of("R-5"))
    lines = [f"R-5;Weg;1950-01-01;;O-{n};E-{n};2020-01-01;" for n in (1, 2, 3)]

    run = put_in(people(coordinator, *lines))

    assert run.counts["left_out"] == 3
    assert not Tenant.objects.filter(external_id="R-5").exists()


# --- Undoing -----------------------------------------------------------------------------------


def state() -> tuple:
    """Everything that an import changes."""
    return (
        list(Home.objects.order_by("code").values_list("code", "street", "number", "area__name")),
        list(Tenant.objects.order_by("pk").values_list("pk", "external_id", "phone", "area__name")),
        list(Tenancy.objects.order_by("contract", "tenant").values_list("contract", "ends_on")),
    )


def test_undoing_a_first_file_leaves_nothing(coordinator):
    _, tenants = read_all(coordinator)

    undone(tenants)

    assert not Tenant.objects.exists()
    assert not Tenancy.objects.exists()


def test_undoing_puts_changes_moves_merges_and_endings_back(town, coordinator):
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


def test_undoing_one_home_of_an_agreement_leaves_the_other(town, coordinator):
    """An agreement over a home and a parking space; the second comes with a later file."""
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


def test_undoing_a_file_of_any_length_takes_as_many_queries(coordinator):
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


def test_what_was_swept_is_neither_put_in_nor_put_back(town, coordinator):
    waits = people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;")
    ImportLine.objects.all().delete()

    with pytest.raises(Refused, match="opgeruimd"):
        actions.apply(waits, by=coordinator)
    with pytest.raises(Refused, match="opgeruimd"):
        actions.undo(town, by=coordinator)


def test_undoing_stops_when_something_was_built_on_it(town, coordinator):
    roads.a_signal(jansen(), by=coordinator, owner=coordinator)

    with pytest.raises(Refused, match="signalen"):
        actions.undo(town, by=coordinator)


def test_only_the_last_file_can_be_undone(coordinator):
    homes, _ = read_all(coordinator)

    with pytest.raises(Refused, match="laatst"):
        actions.undo(homes, by=coordinator)


# --- Workers -----------------------------------------------------------------------------------


def test_two_files_never_go_in_at_once(coordinator):
    first = a_file(f"{HEADER}\n1;E-1;Straat;1\n", by=coordinator)
    second = a_file(f"{HEADER}\n2;E-2;Straat;2\n", by=coordinator)
    actions.apply(first, by=coordinator)

    with pytest.raises(Refused, match="ander bestand"):
        actions.apply(second, by=coordinator)


def test_a_file_is_not_compared_while_another_goes_in(coordinator):
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


def test_a_worker_goes_on_where_another_died(coordinator, monkeypatch):
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


def test_nobody_else_takes_up_a_file_that_a_worker_is_at(coordinator):
    run = actions.apply(a_file(HOMES.read_bytes(), by=coordinator), by=coordinator)

    assert worker.claim(run.pk) is not None
    assert worker.claim(run.pk) is None
    assert worker.work_off() == 0


def test_after_some_workers_that_died_a_person_looks(coordinator):
    run = actions.apply(a_file(HOMES.read_bytes(), by=coordinator), by=coordinator)
    ImportRun.objects.filter(pk=run.pk).update(attempts=3)

    worked(run)
    assert run.status == ImportRun.Status.STUCK

    actions.resume(run, by=coordinator)
    worked(run)
    assert run.status == ImportRun.Status.APPLIED


def test_a_comparison_that_breaks_on_the_way_is_not_tried_for_ever(coordinator, monkeypatch):
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


def test_a_file_compared_before_another_went_in_is_compared_again(town, coordinator):
    run = people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;")
    put_in(people(coordinator, "R-2;Pieters;1960-01-01;;O-2;E-2;2020-01-01;"))

    put_in(run)

    assert run.counts["same"] == 1
    assert not ImportLine.objects.filter(run=run, outcome="new").exists()


def test_the_whole_of_both_files_is_the_same_whoever_reads_it_when(coordinator):
    read_all(coordinator)
    before = state()

    put_in(a_file(TENANTS.read_bytes(), "tenants", by=coordinator))

    assert state() == before
