"""The trail: written in the transaction of the change, append-only, readable by one role."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import Event
from ground.refusals import Refused
from signals import actions as signals
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'anders'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_database_refuses_to_change_or_delete_the_trail(statement):
    factories.a_signal()

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Event.objects.exists()


def test_refused_change_adds_no_row_to_the_trail(consultant, area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)))
    before = Event.objects.count()

    with pytest.raises(Refused):
        signals.reopen(signal, why="asked", by=consultant)

    assert Event.objects.count() == before


def test_rows_of_one_request_share_its_request_id(area, consultant, signed_in):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)))

    signed_in(consultant).post(reverse("signals:pick_up", args=[signal.pk]))

    picked = Event.objects.get(verb="signals.pick_up")
    moved = Event.objects.filter(verb="moved", subject_id=str(signal.pk)).latest("pk")
    assert picked.request_id is not None
    assert picked.request_id == moved.request_id


def test_trail_shows_who_read_a_file_without_the_tenants_name(
    area, consultant, privacy_officer, signed_in
):
    tenant = factories.a_tenant(factories.a_home(area))
    signed_in(consultant).get(tenant.get_absolute_url())

    answer = signed_in(privacy_officer).get(reverse("audit:trail"), {"tenant": tenant.pk})

    text = answer.content.decode()
    assert consultant.name in text
    assert f"huurder {tenant.pk}" in text
    assert tenant.last_name not in text


def test_filter_by_tenant_finds_lists_that_showed_the_tenant(
    area, consultant, privacy_officer, signed_in
):
    tenant, other = factories.a_tenant(factories.a_home(area)), factories.a_tenant()
    signed_in(consultant).get(reverse("tenants:tenant_list"))
    client = signed_in(privacy_officer)

    found = client.get(reverse("audit:trail"), {"tenant": tenant.pk}).context["rows"]
    none = client.get(reverse("audit:trail"), {"tenant": other.pk}).context["rows"]

    assert [row.event.verb for row in found] == ["tenants.list"]
    assert none == []


def test_trail_shows_no_findings_of_a_signal(privacy_officer, signed_in):
    signal = factories.a_signal()

    text = signed_in(privacy_officer).get(reverse("audit:trail")).content.decode()

    lines = text.split("Tabel met regels")[1]
    assert f"signaal {signal.pk}" in lines
    assert signal.fact not in lines
    assert signal.signs.first().label.lower() not in lines.lower()


def test_reading_the_trail_is_itself_recorded(privacy_officer, signed_in):
    signed_in(privacy_officer).get(reverse("audit:trail"))

    assert Event.objects.get(verb="audit.trail").actor_id == privacy_officer.pk


def test_trail_can_be_filtered_by_actor_and_day(area, consultant, privacy_officer, signed_in):
    signed_in(consultant).get(reverse("tenants:tenant_list"))
    client = signed_in(privacy_officer)

    mine = client.get(reverse("audit:trail"), {"actor": consultant.pk}).context["rows"]
    future = client.get(reverse("audit:trail"), {"since": "2999-01-01"}).context["rows"]

    assert {row.event.actor_id for row in mine} == {consultant.pk}
    assert future == []


def test_download_has_ids_and_no_names(privacy_officer, signed_in):
    signal = factories.a_signal()

    answer = signed_in(privacy_officer).get(reverse("audit:download"))

    text = b"".join(answer.streaming_content).decode()
    assert f";signals.log;signals.Signal;{signal.pk};" in text
    assert signal.tenant.last_name not in text


def test_next_page_starts_after_the_last_row_of_the_previous_page(privacy_officer, signed_in):
    for _ in range(30):
        factories.a_signal()
    client = signed_in(privacy_officer)

    first = client.get(reverse("audit:trail"))
    second = client.get(reverse("audit:trail"), {"na": first.context["more"]})

    assert first.context["rows"][-1].event.pk > second.context["rows"][0].event.pk
