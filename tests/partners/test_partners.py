"""Partners: who can be chosen, who edits them, and what switching off does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from ground.refusals import Refused
from partners import actions
from partners.models import Partner
from tests import factories

pytestmark = pytest.mark.django_db


def form(area, **fields) -> dict:
    return {
        "name": "Samen Sterk", "kind": "welfare", "offers": "Maatjes en koffietafels",
        "areas": [area.pk], "capacity": "room", "inbox": "samen@partner.example",
        "phone": "088 000 11 22", "agreement_until": "2099-12-31",
    } | fields  # fmt: skip


def page(partner: Partner, name: str = "page") -> str:
    return reverse(f"partners:{name}", args=[partner.pk])


def test_partner_added_by_the_coordinator_can_be_chosen_at_once(signed_in, coordinator, area):
    answer = signed_in(coordinator).post(reverse("partners:add"), form(area))

    added = Partner.objects.choosable().get(name="Samen Sterk")
    assert answer["Location"] == added.get_absolute_url()
    assert list(added.areas.all()) == [area]


def test_same_form_sent_twice_adds_one_partner_and_shows_an_error(signed_in, coordinator, area):
    signed_in(coordinator).post(reverse("partners:add"), form(area))

    again = signed_in(coordinator).post(reverse("partners:add"), form(area))

    assert again.status_code == 422
    assert "Er is al een partner met deze naam" in again.content.decode()
    assert Partner.objects.count() == 1


def test_invalid_form_keeps_the_input(signed_in, coordinator, area):
    wrong = form(area, inbox="geen adres", offers="Soep op dinsdag")

    answer = signed_in(coordinator).post(reverse("partners:add"), wrong)

    assert answer.status_code == 422
    assert "Soep op dinsdag" in answer.content.decode()
    assert "geen adres" in answer.content.decode()
    assert not Partner.objects.exists()


def test_invalid_edit_keeps_the_saved_name_in_the_heading(signed_in, coordinator, partner, area):
    wrong = form(area, name="Nieuwe Naam", inbox="")

    answer = signed_in(coordinator).post(page(partner, "edit"), wrong)

    assert "<h1>Welzijn Lindenwaard</h1>" in answer.content.decode()
    assert 'value="Nieuwe Naam"' in answer.content.decode()


def test_editing_a_partner_confirms_its_details_today(signed_in, coordinator, partner, area):
    Partner.objects.update(assured_on=timezone.localdate() - timedelta(days=90))

    signed_in(coordinator).post(page(partner, "edit"), form(area, offers="Alleen nog soep"))

    partner.refresh_from_db()
    assert partner.offers == "Alleen nog soep"
    assert partner.assured_on == timezone.localdate()


def test_details_are_confirmed_with_one_button(signed_in, coordinator, partner):
    Partner.objects.update(assured_on=timezone.localdate() - timedelta(days=90))

    signed_in(coordinator).post(page(partner, "assure"))

    partner.refresh_from_db()
    assert partner.assured_on == timezone.localdate()


def test_coordinator_changes_the_capacity(signed_in, coordinator, partner):
    signed_in(coordinator).post(page(partner, "change_capacity"), {"capacity": "full"})

    partner.refresh_from_db()
    assert partner.capacity == Partner.Capacity.FULL


@pytest.mark.parametrize("capacity", ["", "heel veel"])
def test_unknown_capacity_is_a_form_error(signed_in, coordinator, partner, capacity):
    answer = signed_in(coordinator).post(page(partner, "change_capacity"), {"capacity": capacity})

    partner.refresh_from_db()
    assert answer.status_code == 422
    assert partner.capacity == Partner.Capacity.ROOM


def test_partner_switched_off_cannot_be_chosen_until_switched_on(coordinator, partner):
    actions.switch_off(partner, by=coordinator)
    while_off = list(Partner.objects.choosable())

    actions.switch_on(partner, by=coordinator)

    assert while_off == []
    assert list(Partner.objects.choosable()) == [partner]


def test_switching_off_twice_is_refused(coordinator, partner):
    actions.switch_off(partner, by=coordinator)

    with pytest.raises(Refused, match="staat al uit"):
        actions.switch_off(partner, by=coordinator)


def test_switching_on_a_partner_that_is_on_is_refused(coordinator, partner):
    with pytest.raises(Refused, match="staat al aan"):
        actions.switch_on(partner, by=coordinator)


@pytest.mark.parametrize(("days", "choosable"), [(-1, False), (0, True), (1, True)])
def test_agreement_is_in_force_up_to_and_including_its_last_day(days, choosable, area):
    last_day = timezone.localdate() + timedelta(days=days)

    partner = factories.a_partner(area, agreement_until=last_day)

    assert partner.is_choosable is choosable
    assert Partner.objects.choosable().exists() is choosable


def test_consultant_reads_a_partner_and_cannot_change_it(signed_in, consultant, partner):
    text = signed_in(consultant).get(page(partner)).content.decode()

    assert partner.offers in text
    assert "Zet uit" not in text
    for name in ("switch_off", "switch_on", "change_capacity", "edit", "merge", "agree", "invite"):
        assert signed_in(consultant).post(page(partner, name)).status_code == 404
    partner.refresh_from_db()
    assert partner.switched_off_at is None


def test_worker_changes_the_capacity_of_their_own_organisation_only(
    partner, other_partner, partner_worker
):
    actions.change_capacity(partner, capacity=Partner.Capacity.FULL, by=partner_worker)

    with pytest.raises(Http404):
        actions.change_capacity(other_partner, capacity=Partner.Capacity.FULL, by=partner_worker)
    other_partner.refresh_from_db()
    assert other_partner.capacity == Partner.Capacity.ROOM


@pytest.mark.parametrize("role", ["caretaker", "host", "tenant_user", "administrator"])
def test_roles_that_do_not_refer_or_check_see_no_partners(role, request, partner):
    somebody = request.getfixturevalue(role)

    assert not Partner.objects.visible_to(somebody).exists()


def test_page_marks_workers_who_cannot_sign_in(signed_in, consultant, partner, partner_worker):
    partner_worker.is_active = False
    partner_worker.save()

    text = signed_in(consultant).get(page(partner)).content.decode()

    assert partner_worker.name in text
    assert "(kan niet inloggen)" in text


def test_page_shows_that_the_agreement_ended(signed_in, consultant, area):
    partner = factories.a_partner(area, agreement_until=timezone.localdate() - timedelta(days=1))

    text = signed_in(consultant).get(page(partner)).content.decode()

    assert "Afspraken verlopen" in text


def test_list_shows_switched_off_partners_separately_at_the_end(
    signed_in, consultant, coordinator, partner, other_partner
):
    actions.switch_off(partner, by=coordinator)

    text = signed_in(consultant).get(reverse("partners:partner_list")).content.decode()

    assert text.index(other_partner.name) < text.index("Uitgezet") < text.index(partner.name)


def test_query_count_is_constant_with_more_partners(signed_in, consultant, area):
    as_consultant = signed_in(consultant)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert as_consultant.get(reverse("partners:partner_list")).status_code == 200
        return len(counted)

    factories.a_partner(area), factories.a_partner(area), factories.a_partner(area)
    queries()
    few = queries()
    for _ in range(27):
        factories.a_partner(area)

    assert queries() == few


def test_every_change_of_a_partner_is_in_the_audit_trail(coordinator, partner):
    actions.assure(partner, by=coordinator)
    actions.switch_off(partner, by=coordinator)
    actions.switch_on(partner, by=coordinator)

    verbs = Event.objects.filter(subject_type="partners.Partner").values_list("verb", flat=True)
    assert set(verbs) == {"partners.assure", "partners.switch_off", "partners.switch_on"}
