"""The outcome of each line of the two sample files, which contain difficult lines."""

import pytest

from tenants.models import Home, Tenancy, Tenant
from tests.factories.files import a_file, put_in
from tests.imports.fixtures import HOMES, TENANTS, outcomes, read_all, reasons

pytestmark = pytest.mark.django_db


# Line number, expected outcome, code of the home, and its expected fields.
HOMES_ROW_BY_ROW = [
    (2, "new", "E-100-001", {"postcode": "9999 XA", "neighbourhood_code": "BU99990101"}),
    (3, "new", "E-100-002", {"postcode": "9999 XA", "neighbourhood_code": "BU99990101"}),
    (4, "new", "E-100-003", {"postcode": "9999 XA", "municipality_code": "GM9999"}),
    (5, "new", "E-100-004", {"postcode": "9999 XB", "address_id": "", "object_id": ""}),
    (6, "new", "E-100-005", {"kind": "MOG", "name": "Buurtkamer"}),
    (7, "new", "E-100-006", {"kind": "PAR", "number": None}),
]


@pytest.mark.parametrize(("line", "outcome", "code", "facts"), HOMES_ROW_BY_ROW)
def test_outcome_and_fields_per_home_line(coordinator, line, outcome, code, facts):
    run = a_file(HOMES.read_bytes(), by=coordinator)
    found = outcomes(run)
    put_in(run)

    home = Home.objects.get(code=code)
    assert found[line] == outcome
    assert {name: getattr(home, name) for name in facts} == facts


# Line number, expected outcome, part of the reason, id of the tenant, and the expected fields.
PEOPLE_ROW_BY_ROW = [
    (2, "new", "", "R-90001", {"infix": "van den", "channel": "letter", "language": "NLD"}),
    (3, "new", "", "R-90002", {"first_name": "", "gender": "M"}),  # second tenant on one contract
    (4, "new", "", "R-90003", {"last_name": "Proefoğlu", "language": "TUR"}),
    (5, "new", "", "R-90004", {"channel": "letter"}),  # died, contract ended
    (6, "new", "", "R-90005", {"gender": "X", "initials": "S"}),
    (7, "new", "", "R-90006", {"last_name": "Streep; Komma", "birth_date": None}),
    (8, "left_out", "organisatie", None, {}),  # a legal person
    (9, "rejected", "regel 2", "R-90001", {"last_name": "Voorbeeld"}),  # a duplicate of line 2
    (10, "rejected", "E-999-999 is er niet", None, {}),
]


@pytest.mark.parametrize(("line", "outcome", "reason", "who", "facts"), PEOPLE_ROW_BY_ROW)
def test_outcome_and_fields_per_tenant_line(coordinator, line, outcome, reason, who, facts):
    put_in(a_file(HOMES.read_bytes(), by=coordinator))
    run = a_file(TENANTS.read_bytes(), "tenants", by=coordinator)
    row = run.lines.get(line=line)
    put_in(run)

    assert row.outcome == outcome
    assert reason in row.reason
    if who:
        tenant = Tenant.objects.get(external_id=who)
        assert {name: getattr(tenant, name) for name in facts} == facts


def test_import_creates_six_tenants_and_no_duplicates(coordinator):
    _, run = read_all(coordinator)

    assert Tenant.objects.count() == 6
    assert set(reasons(run)) == {9, 10}


def test_one_contract_has_two_tenants(coordinator):
    read_all(coordinator)

    both = Tenancy.objects.filter(contract="O-70001")
    assert set(both.values_list("tenant__external_id", "role")) == {
        ("R-90001", "HUU"),
        ("R-90002", "MDH"),
    }


def test_tenant_who_died_has_died_on_and_no_current_tenancy(coordinator):
    read_all(coordinator)

    oudhuurder = Tenant.objects.get(external_id="R-90004")
    assert str(oudhuurder.died_on) == "2026-02-14"
    assert not oudhuurder.tenancies.current().exists()


def test_email_is_stripped_and_unlisted_language_is_kept(coordinator):
    read_all(coordinator)

    hanna = Tenant.objects.get(external_id="R-90006")
    assert (hanna.email, hanna.language) == ("hanna@example.org", "ARA")


def test_tenants_get_the_area_of_their_home(coordinator):
    read_all(coordinator)

    now = Tenancy.objects.current().values_list("tenant__area", "home__area")
    assert all(tenant == home for tenant, home in now)
    assert len(now) == 5
