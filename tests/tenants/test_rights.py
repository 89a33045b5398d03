"""Data subject requests: deadlines, access, rectification, restriction and erasure."""

import json
import uuid
from datetime import date

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from audit import actions as audit_actions
from audit.models import Event
from ground.months import months_after
from ground.refusals import Refused
from imports.models import ImportLine
from outbox.models import Message
from referrals.models import Referral, Share
from signals import actions as signals
from signals.models import Signal
from tenants import actions
from tenants.models import ErasureTombstone, RightsRequest, Tenant
from tenants.subject_access import access_history, personal_data, subject_access_report
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up
from tests.factories.canaries import OTHERS, OWN, PHONE, somebody
from tests.factories.files import a_file, put_in
from tests.factories.referrals import a_referral
from tests.imports.fixtures import HEADER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Kind = RightsRequest.Kind


@pytest.fixture
def marga(world):
    return world.people[Role.COORDINATOR]


@pytest.fixture
def hennie(world) -> Tenant:
    return somebody(world)


def asked(tenant: Tenant, kind: str, by, **fields) -> RightsRequest:
    fields = {"via": "phone", "received_on": timezone.localdate(), "identity": "Ken ik"} | fields
    return actions.receive_request(tenant, kind=kind, by=by, **fields)


# --- Deadlines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 11, 27), 1, date(2026, 12, 27)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 3, date(2027, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_after_counts_calendar_months(day, months, until):
    assert months_after(day, months) == until


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_months_after_is_later_and_never_on_a_later_day_of_the_month(day, months):
    until = months_after(day, months)

    assert day < until
    assert until.day <= day.day


def test_request_can_be_extended_once_to_three_months(world, marga):
    request = asked(world.tenant, Kind.ACCESS, marga)

    actions.extend_request(request, why="Veel dossiers", by=marga)

    assert request.due_on == months_after(request.received_on, 3)
    with pytest.raises(Refused, match="één keer"):
        actions.extend_request(request, why="Nog meer", by=marga)


def test_extension_after_the_first_month_is_refused(world, marga):
    request = asked(world.tenant, Kind.ACCESS, marga, received_on=date(2026, 1, 5))

    with pytest.raises(Refused, match="eerste maand"):
        actions.extend_request(request, why="Vergeten", by=marga)


def test_open_request_of_the_same_kind_is_reused(world, marga):
    first = asked(world.tenant, Kind.ACCESS, marga)

    assert asked(world.tenant, Kind.ACCESS, marga) == first


def test_request_is_visible_only_with_handle_rights(world, marga, signed_in):
    request = asked(world.tenant, Kind.ACCESS, marga)

    with pytest.raises(Http404):
        asked(world.tenant, Kind.READS, world.consultant)
    assert signed_in(world.consultant).get(f"/huurders/rechten/{request.pk}/").status_code == 404


def test_answer_request_requires_and_stores_the_answer(world, marga, signed_in):
    request = asked(world.tenant, Kind.ACCESS, marga)
    client = signed_in(marga)

    empty = client.post(reverse("tenants:answer_request", args=[request.pk]), {"answer": ""})
    client.post(
        reverse("tenants:answer_request", args=[request.pk]), {"answer": "Gegeven op 4 december"}
    )

    request.refresh_from_db()
    assert empty.status_code == 422
    assert (request.status, request.answer) == ("done", "Gegeven op 4 december")


# --- Subject access ----------------------------------------------------------------------------


def test_report_holds_all_data_about_the_tenant_and_none_about_others(hennie):
    text = json.dumps(
        [[s.title, s.rows] for s in subject_access_report(hennie)], ensure_ascii=False
    )

    assert [word for word in OWN if word not in text] == []
    assert [word for word in OTHERS if word in text] == []


def test_report_lists_reads_by_role_and_reason_without_names(world, hennie):
    elsewhere = factories.a_user(Role.CONSULTANT, "Yusuf Geheimenaam")
    actions.open_with_reason(tenant_id=hennie.pk, reason="urgent", words="", by=elsewhere)

    text = json.dumps(list(access_history(hennie)), ensure_ascii=False)

    assert "Woonconsulent" in text
    assert "Er is nu iets dringends" in text
    assert "Geheimenaam" not in text


def test_one_page_is_one_line_however_many_of_its_parts_were_read(hennie, world, marga, signed_in):
    before = len(list(access_history(hennie, only_reads=True)))
    client = signed_in(world.consultant)

    client.get(hennie.get_absolute_url())
    client.get(Signal.objects.filter(tenant=hennie).last().get_absolute_url())

    lines = list(access_history(hennie, only_reads=True))
    assert len(lines) == before + 2
    assert Event.objects.showing_tenant(hennie.pk).all_reads().count() > before + 2


def test_what_was_done_on_a_page_stays_beside_what_was_read_on_it(hennie, world, signed_in):
    signal = Signal.objects.filter(tenant=hennie).last()
    form = {"key": uuid.uuid4(), "text": "Belt liever.", "whose": "colleague"}

    signed_in(world.consultant).post(reverse("signals:add_note", args=[signal.pk]), form)

    newest = [row[2]["value"] for row in list(access_history(hennie))[:2]]
    assert newest == ["Signalen: notitie bij een signaal", "Bekeken"]


@pytest.mark.parametrize(("form", "begins"), [("inzage.pdf", b"%PDF"), ("inzage.json", b"{")])
def test_report_is_downloadable_and_the_download_is_recorded(
    hennie, marga, signed_in, form, begins
):
    request = asked(hennie, Kind.ACCESS, marga)

    answer = signed_in(marga).post(f"/huurders/rechten/{request.pk}/{form}")

    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert Event.objects.filter(verb="tenants.give_subject_access", tenant_id=hennie.pk).exists()


def test_typed_markup_is_escaped_in_the_pdf(world, marga, signed_in):
    tenant = world.tenant
    actions.record_wish(
        tenant, words='#panic("x") $ * _ @a #import "x"', interests=[], by=world.consultant
    )
    request = asked(tenant, Kind.ACCESS, marga)

    answer = signed_in(marga).post(f"/huurders/rechten/{request.pk}/inzage.pdf")

    assert answer.content.startswith(b"%PDF")


def test_list_of_reads_is_available_as_page_and_letter(hennie, marga, signed_in):
    client = signed_in(marga)
    client.get(hennie.get_absolute_url())
    request = asked(hennie, Kind.READS, marga)

    page = client.get(reverse("tenants:looked", args=[hennie.pk])).content.decode()
    letter = client.post(f"/huurders/rechten/{request.pk}/brief.pdf")

    assert "Coördinator" in page
    assert letter.content.startswith(b"%PDF")


# --- Rectification and restriction --------------------------------------------------------------


def test_rectify_updates_shares_informs_partner_and_marks_field_corrected(world, marga):
    referral = a_referral(factories.a_tenant(factories.a_home(world.area)), partner=world.partner)
    tenant = referral.tenant
    request = asked(tenant, Kind.RECTIFY, marga)

    actions.rectify(request, fields={"phone": "+31 6 11112222"}, answer="Verbeterd", by=marga)

    assert referral.shares.get(field="phone").value == "+31 6 11112222"
    assert "Verbeterd op verzoek" in referral.messages.get().text
    assert Message.objects.filter(kind="referral_message").exists()
    tenant.refresh_from_db()
    assert tenant.corrected == ["phone", "phone_note"]
    request.refresh_from_db()
    assert request.status == "done"


def test_rectify_of_an_unshared_field_informs_nobody(world, marga):
    referral = a_referral(factories.a_tenant(factories.a_home(world.area)), partner=world.partner)
    request = asked(referral.tenant, Kind.RECTIFY, marga)

    actions.rectify(request, fields={"birth_date": date(1950, 1, 1)}, answer="Verbeterd", by=marga)

    assert not referral.messages.exists()


def test_rectify_without_changes_is_refused(world, marga):
    request = asked(world.tenant, Kind.RECTIFY, marga)

    with pytest.raises(Refused, match="niets veranderd"):
        actions.rectify(request, fields={"phone": world.tenant.phone}, answer="-", by=marga)


def test_referral_of_a_restricted_tenant_is_refused(world, marga):
    tenant = factories.a_tenant(factories.a_home(world.area))
    signal = factories.a_signal(tenant, owner=world.consultant)
    actions.restrict(tenant, on=True, by=marga)
    signal.refresh_from_db()

    with pytest.raises(Refused, match="beperking"):
        a_referral(signal=signal, partner=world.partner)


# --- Erasure -------------------------------------------------------------------------------------


def everywhere(word: str) -> list[str]:
    """Return the database tables and the cache and broker keys that contain a word."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT count(*) FROM {quoted} AS t WHERE t::text ILIKE %s", [f"%{word}%"]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    broker = caches["broker"]._cache.get_client()
    for key in broker.scan_iter(count=1000):
        value = broker.dump(key) or b""
        if word.encode() in key or word.encode() in value:
            found.append(key.decode())
    return found


def test_everywhere_finds_a_word_in_database_and_cache(hennie):
    assert "tenants_wish" in everywhere("kanariewens")
    caches["broker"].set("proef", "kanariewens")
    assert any("proef" in where for where in everywhere("kanariewens"))
    caches["broker"].delete("proef")


def test_erase_leaves_no_trace_in_database_cache_or_broker(hennie, marga):
    run = a_file(f"{HEADER}\nERP-kanarie;;kanarieroepnaam;1\n", by=marga)
    assert run.lines.get().outcome == "rejected"
    request = asked(hennie, Kind.ERASE, marga)
    with_traces = [word for word in OWN + OTHERS if everywhere(word)]
    assert with_traces == OWN + OTHERS

    actions.erase(request, by=marga)

    words = [*OWN, *OTHERS, PHONE, "ERP-kanarie"]
    assert {word: where for word in words if (where := everywhere(word))} == {}


def test_erase_withdraws_and_deletes_referrals_and_shares(world, marga):
    referral = a_referral(factories.a_tenant(factories.a_home(world.area)), partner=world.partner)
    request = asked(referral.tenant, Kind.ERASE, marga)

    actions.erase(request, by=marga)

    assert not Referral.objects.filter(pk=referral.pk).exists()
    assert not Share.objects.filter(referral=referral.pk).exists()
    moved = Event.objects.filter(
        verb="moved", subject_type="referrals.Referral", subject_id=str(referral.pk)
    )
    assert moved.latest("pk").details["to"] == "withdrawn"


def test_import_skips_an_erased_tenant(world, marga):
    home = factories.a_home(world.area, code="E-terug")
    tenant = factories.a_tenant(home, external_id="R-weg")
    actions.erase(asked(tenant, Kind.ERASE, marga), by=marga)
    header = "relatie_id;achternaam;overeenkomst_id;eenheid_code;rol_begindatum"

    run = put_in(a_file(f"{header}\nR-weg;Jansen;O-1;E-terug;2020-01-01\n", "tenants", by=marga))

    assert run.counts["left_out"] == 1
    assert not Tenant.objects.filter(external_id="R-weg").exists()
    assert ErasureTombstone.objects.count() == 1
    assert "R-weg" not in str(list(ImportLine.objects.values_list("who")))


def test_erasure_proof_shows_row_count_and_no_name(hennie, marga, signed_in):
    request = asked(hennie, Kind.ERASE, marga)

    counts = actions.erase(request, by=marga)

    page = signed_in(marga).get(f"/huurders/rechten/{request.pk}/").content.decode()
    assert f"Verwijderd: {sum(counts.values())} rijen" in page
    assert "kanarie" not in page


def test_erase_deletes_merged_signals(world, marga):
    tenant = factories.a_tenant(factories.a_home(world.area))
    kept = factories.a_signal(tenant, owner=world.consultant)
    other = factories.a_signal(tenant, owner=world.consultant)
    signals.merge(other, into=kept, by=world.consultant)

    actions.erase(asked(tenant, Kind.ERASE, marga), by=marga)

    assert not Signal.objects.filter(pk__in=[kept.pk, other.pk]).exists()


def test_request_needs_the_action_of_its_own_kind(world, marga):
    tenant = world.tenant
    erase, restrict = asked(tenant, Kind.ERASE, marga), asked(tenant, Kind.RESTRICT, marga)

    with pytest.raises(Refused, match="geen verzoek om verbetering"):
        actions.rectify(erase, fields={"last_name": "Anders"}, answer="Gedaan", by=marga)
    with pytest.raises(Refused, match="Beperk eerst"):
        actions.answer_request(restrict, answer="Gedaan", by=marga)

    actions.restrict(tenant, on=True, by=marga)
    assert actions.answer_request(restrict, answer="Gedaan", by=marga).status == "done"


def test_erase_keeps_messages_of_a_housemate_with_the_same_phone(world, marga):
    number = "+31 6 87654321"
    both = [factories.a_tenant(factories.a_home(world.area), phone=number) for _ in range(2)]
    of_one, of_other = (
        a_sign_up(a_meetup(by=world.consultant), by=world.consultant, tenant=t, phone=number)
        for t in both
    )

    actions.erase(asked(both[0], Kind.ERASE, marga), by=marga)

    assert not Message.objects.filter(about__sign_up=of_one.pk).exists()
    assert Message.objects.filter(about__sign_up=of_other.pk).exists()


PAGES = [
    "tenants:change_reach",
    "tenants:shield",
    "tenants:receive_request",
    "tenants:ask_vital",
    "tenants:rectify",
]


@pytest.mark.parametrize("name", PAGES)
def test_form_page_about_a_tenant_records_the_read(world, marga, signed_in, name):
    about = asked(world.tenant, Kind.RECTIFY, marga) if name.endswith("rectify") else world.tenant
    reads = Event.objects.filter(verb="seen", tenant_id=world.tenant.pk)
    before = reads.filter(subject_type="tenants.Tenant").count()

    signed_in(marga).get(reverse(name, args=[about.pk]))

    assert reads.filter(subject_type="tenants.Tenant").count() == before + 1


def test_erase_is_refused_under_a_legal_hold(world, marga):
    tenant = factories.a_tenant(factories.a_home(world.area))
    audit_actions.hold(
        tenant_number=tenant.pk, why="Geschil", by=world.people[Role.PRIVACY_OFFICER]
    )

    with pytest.raises(Refused, match="geblokkeerd"):
        actions.erase(asked(tenant, Kind.ERASE, marga), by=marga)

    assert Tenant.objects.filter(pk=tenant.pk).exists()


def test_erase_is_refused_for_a_request_of_another_kind(world, marga):
    request = asked(world.tenant, Kind.ACCESS, marga)

    with pytest.raises(Refused, match="geen verzoek om verwijdering"):
        actions.erase(request, by=marga)


def test_every_model_with_a_foreign_key_to_tenant_is_registered():
    held = {one.model for one in personal_data()}
    pointing = {
        model
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if each.is_relation and each.related_model is Tenant
    }

    assert pointing - held == set()


@pytest.mark.parametrize(
    ("stored", "typed", "accepted"),
    [
        ("+31 6 12345678", "abc", False),
        ("+31 6 12345678", "06 123", False),
        ("+31 6 12345678", "06 87654321", True),
        ("+31 6 12345678", "", True),
        # An odd number from the import does not stop another correction.
        ("06 (dochter)", "06 (dochter)", True),
    ],
)
def test_a_corrected_telephone_number_can_be_called(
    world, marga, signed_in, stored, typed, accepted
):
    Tenant.objects.filter(pk=world.tenant.pk).update(phone=stored)
    tenant = Tenant.objects.get(pk=world.tenant.pk)
    request = asked(tenant, Kind.RECTIFY, marga)
    names = ("initials", "first_name", "infix", "last_name", "gender", "birth_date", "email")
    form = {name: getattr(tenant, name) or "" for name in names}
    form |= {"phone": typed, "initials": "Q.", "answer": "Verbeterd"}

    answer = signed_in(marga).post(reverse("tenants:rectify", args=[request.pk]), form)

    tenant.refresh_from_db()
    assert (answer.status_code == 302) is accepted
    assert tenant.phone == (typed if accepted else stored)
    assert accepted or "niet bellen" in answer.content.decode()
