"""Housing forms: their statuses, and the tenants interested in living there."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from ground.paging import PAGE
from ground.refusals import Refused
from housing import actions
from housing.models import ASK_AGAIN_AFTER, Candidate, HousingForm
from tests import factories
from tests.factories.housing import a_form

pytestmark = pytest.mark.django_db
Status = HousingForm.Status


@pytest.fixture
def tenant(area):
    return factories.a_tenant(factories.a_home(area))


def test_housing_form_moves_from_idea_one_status_at_a_time(consultant):
    form = a_form(by=consultant)

    actions.advance(form, to=Status.STUDY, by=consultant)

    with pytest.raises(Refused):
        actions.advance(form, to=Status.LIVED_IN, by=consultant)
    assert form.status == Status.STUDY


def test_same_form_sent_twice_creates_one_housing_form(consultant, signed_in):
    typed = {
        "key": uuid.uuid4(),
        "name": "Hofje",
        "vera": "GEC",
        "place": "Reigerhof",
        "homes": 12,
        "contact": consultant.pk,
        "about": "Om een tuin.",
        "allocation": "ordinary",
    }

    for _ in range(2):
        signed_in(consultant).post(reverse("housing:add"), typed)

    assert HousingForm.objects.count() == 1


def test_invalid_form_keeps_the_input(consultant, signed_in):
    answer = signed_in(consultant).post(reverse("housing:add"), {"name": "Hofje", "homes": "veel"})

    assert answer.status_code == 422
    assert 'value="Hofje"' in answer.content.decode()
    assert "Vul een heel getal in" in answer.content.decode()


def test_housing_form_without_a_home_is_refused(consultant, signed_in):
    answer = signed_in(consultant).post(reverse("housing:add"), {"name": "Hofje", "homes": "0"})

    assert answer.status_code == 422
    assert "Vul een getal van 1 of meer in." in answer.content.decode()


def test_edit_keeps_key_and_status(consultant, signed_in):
    form = a_form(by=consultant)
    actions.advance(form, to=Status.STUDY, by=consultant)
    page = reverse("housing:edit", args=[form.pk])
    typed = signed_in(consultant).get(page).context["form"].initial

    signed_in(consultant).post(page, typed | {"name": "Hofje", "key": uuid.uuid4()})

    changed = HousingForm.objects.get()
    assert (changed.name, changed.key, changed.status) == ("Hofje", form.key, Status.STUDY)


def test_invalid_edit_keeps_the_saved_name_in_the_heading(consultant, signed_in):
    form = a_form(by=consultant)
    page = reverse("housing:edit", args=[form.pk])

    answer = signed_in(consultant).post(page, {"name": "Hofje", "homes": "veel"})

    assert answer.status_code == 422
    assert "<h1>Thuishuis wijzigen</h1>" in answer.content.decode()


def test_advance_page_moves_to_a_valid_status_and_refuses_others(consultant, signed_in):
    form = a_form(by=consultant)
    client, page = signed_in(consultant), reverse("housing:advance", args=[form.pk])

    assert client.post(page, {"to": "study"}).status_code == 302
    assert client.post(page, {"to": "study"}).status_code == 409
    assert client.post(page, {"to": "sold"}).status_code == 409
    form.refresh_from_db()
    assert form.status == Status.STUDY


def test_list_is_ordered_by_stage_and_paginated_by_key(consultant, signed_in):
    for n in range(PAGE + 3):
        a_form(by=consultant, name=f"Hofje {n:02}")
    further = HousingForm.objects.get(name="Hofje 00")
    actions.advance(further, to=Status.STUDY, by=consultant)
    client, page = signed_in(consultant), reverse("housing:form_list")

    first = client.get(page).context
    rest = client.get(page, {"na": first["more"]}).context

    names = [form.name for form in first["forms"] + rest["forms"]]
    assert names == [f"Hofje {n:02}" for n in range(1, PAGE + 3)] + ["Hofje 00"]
    assert (len(first["forms"]), rest["more"]) == (PAGE, None)


def test_tenant_found_by_search_becomes_a_candidate(tenant, consultant, signed_in):
    form = a_form(by=consultant)
    client = signed_in(consultant)

    found = client.post(form.get_absolute_url(), {"q": "dijk"}).content.decode()
    client.post(reverse("housing:note_interest", args=[form.pk]), {"tenant": tenant.pk})

    assert tenant.formal_name in found
    assert form.candidates.get().tenant == tenant


def test_search_results_show_the_address_of_namesakes(area, consultant, signed_in):
    for number in (3, 5):
        factories.a_tenant(factories.a_home(area, number=number), last_name="Smit", infix="")

    found = signed_in(consultant).post(a_form(by=consultant).get_absolute_url(), {"q": "smit"})

    assert "Merelstraat 3<" in found.content.decode()
    assert "Merelstraat 5<" in found.content.decode()


@pytest.mark.parametrize("typed", ["di", "", "  ", "\x00", "%%%%"])
def test_search_with_fewer_than_three_letters_finds_nobody(typed, tenant, consultant, signed_in):
    answer = signed_in(consultant).post(a_form(by=consultant).get_absolute_url(), {"q": typed})

    assert answer.context["found"] == []


@pytest.mark.parametrize("chosen", ["", "niemand", "9" * 30])
def test_noting_interest_without_a_tenant_asks_again(chosen, consultant, signed_in):
    form = a_form(by=consultant)

    answer = signed_in(consultant).post(
        reverse("housing:note_interest", args=[form.pk]), {"tenant": chosen}, follow=True
    )

    assert "Kies eerst een huurder." in answer.content.decode()
    assert not form.candidates.exists()


def test_page_records_the_listed_tenants_in_the_audit_trail(area, tenant, consultant, signed_in):
    found = factories.a_tenant(factories.a_home(area), last_name="Smit")
    form = a_form(by=consultant)
    actions.note_interest(form, tenant=tenant, by=consultant)

    signed_in(consultant).post(form.get_absolute_url(), {"q": "smit"})

    seen = Event.objects.get(verb="housing.page")
    assert seen.details["ids"] == [str(tenant.pk), str(found.pk)]


def test_ended_interest_noted_again_reopens_the_same_candidate(tenant, consultant):
    form = a_form(by=consultant)
    first = actions.note_interest(form, tenant=tenant, by=consultant)
    actions.end_interest(first, by=consultant)

    again = actions.note_interest(form, tenant=tenant, by=consultant)

    assert again == first
    assert again.ended_on is None


def test_interest_is_due_a_year_after_confirmation(tenant, consultant):
    candidate = actions.note_interest(a_form(by=consultant), tenant=tenant, by=consultant)
    year_ago = timezone.localdate() - ASK_AGAIN_AFTER
    Candidate.objects.filter(pk=candidate.pk).update(confirmed_on=year_ago)
    candidate.refresh_from_db()
    assert candidate.is_due

    actions.confirm_interest(candidate, by=consultant)

    candidate.refresh_from_db()
    assert not candidate.is_due


def test_page_shows_which_candidates_to_ask_again(tenant, consultant, signed_in):
    form = a_form(by=consultant)
    candidate = actions.note_interest(form, tenant=tenant, by=consultant)
    client = signed_in(consultant)
    assert "Vraag het opnieuw" not in client.get(form.get_absolute_url()).content.decode()

    Candidate.objects.update(confirmed_on=timezone.localdate() - ASK_AGAIN_AFTER)

    assert "Vraag het opnieuw" in client.get(form.get_absolute_url()).content.decode()
    client.post(reverse("housing:confirm_interest", args=[candidate.pk]))
    assert "Vraag het opnieuw" not in client.get(form.get_absolute_url()).content.decode()


def test_ending_interest_twice_keeps_the_first_day(tenant, consultant):
    candidate = actions.note_interest(a_form(by=consultant), tenant=tenant, by=consultant)
    actions.end_interest(candidate, by=consultant)
    yesterday = timezone.localdate() - timedelta(days=1)
    Candidate.objects.update(ended_on=yesterday)

    actions.end_interest(candidate, by=consultant)

    assert candidate.ended_on == yesterday


def test_stopped_housing_form_refuses_candidates(tenant, consultant):
    form = a_form(by=consultant)
    actions.advance(form, to=Status.STOPPED, by=consultant)

    with pytest.raises(Refused, match="gestopt"):
        actions.note_interest(form, tenant=tenant, by=consultant)


def test_interest_of_a_tenant_who_died_is_refused(area, consultant):
    tenant = factories.a_tenant(
        factories.a_home(area), died_on=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(Refused, match="overleden"):
        actions.note_interest(a_form(by=consultant), tenant=tenant, by=consultant)


def test_candidate_who_died_is_not_asked_again(tenant, consultant, signed_in):
    form = a_form(by=consultant)
    actions.note_interest(form, tenant=tenant, by=consultant)

    type(tenant).objects.update(died_on=timezone.localdate())

    client = signed_in(consultant)
    assert client.get(form.get_absolute_url()).context["candidates"] == []
    assert client.get(reverse("housing:form_list")).context["forms"][0].interested == 0


def test_interest_of_a_tenant_in_another_area_is_refused(tenant, other_consultant):
    form = a_form(by=other_consultant)

    with pytest.raises(Http404):
        actions.note_interest(form, tenant=tenant, by=other_consultant)


def test_candidates_are_ordered_by_name_and_paginated_by_key(area, consultant, signed_in):
    form = a_form(by=consultant)
    for n in reversed(range(PAGE + 2)):
        tenant = factories.a_tenant(factories.a_home(area), last_name=f"Smit{n:02}")
        actions.note_interest(form, tenant=tenant, by=consultant)
    client = signed_in(consultant)

    first = client.get(form.get_absolute_url()).context
    rest = client.get(form.get_absolute_url(), {"na": first["more"]}).context

    names = [c.tenant.last_name for c in first["candidates"] + rest["candidates"]]
    assert names == [f"Smit{n:02}" for n in range(PAGE + 2)]
    assert rest["more"] is None


def test_query_count_of_the_page_is_constant_with_ten_times_the_candidates(
    area, consultant, signed_in
):
    form = a_form(by=consultant)
    client = signed_in(consultant)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.post(form.get_absolute_url(), {"q": "dijk"}).status_code == 200
            assert client.get(reverse("housing:form_list")).status_code == 200
        return len(captured)

    def grow() -> None:
        tenant = factories.a_tenant(factories.a_home(area))
        actions.note_interest(form, tenant=tenant, by=consultant)
        a_form(by=consultant)

    grow()
    queries()
    few = queries()
    for _ in range(10):
        grow()

    assert queries() == few


def test_candidate_of_another_area_is_counted_without_a_name(
    tenant, consultant, other_consultant, signed_in
):
    form = a_form(by=consultant)
    candidate = actions.note_interest(form, tenant=tenant, by=consultant)

    answer = signed_in(other_consultant).get(form.get_absolute_url()).content.decode()

    assert tenant.formal_name not in answer
    assert "1 huurder uit een ander gebied." in answer
    with pytest.raises(Http404):
        actions.end_interest(candidate, by=other_consultant)


def test_file_shows_the_housing_forms_of_interest(tenant, consultant, signed_in):
    form = a_form(by=consultant)
    actions.note_interest(form, tenant=tenant, by=consultant)

    answer = signed_in(consultant).get(tenant.get_absolute_url()).content.decode()

    assert "Zou graag wonen in" in answer
    assert f"Wil graag wonen in {form}" in answer


def test_file_offers_every_other_housing_form_recruiting_first(tenant, consultant, signed_in):
    for n in range(6):
        a_form(by=consultant, name=f"Hofje {n}")
    HousingForm.objects.filter(name="Hofje 5").update(status=Status.RECRUITING)
    fragment = reverse("housing:of_tenant", args=[tenant.pk])
    client = signed_in(consultant)

    others = client.get(fragment).context["others"]
    noted = reverse("housing:note_interest", args=[others[0].pk])
    answer = client.post(noted, {"tenant": tenant.pk, "file": "1"})

    assert [form.name for form in others] == ["Hofje 5", *(f"Hofje {n}" for n in range(5))]
    assert answer.url == tenant.get_absolute_url()
    assert client.get(fragment).context["candidates"][0].form == others[0]
