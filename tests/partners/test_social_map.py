"""The social map: search, filters and maintenance."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ground.paging import PAGE
from ground.refusals import Refused
from partners import actions
from partners.models import Need, Service, Worker
from partners.service_search import found_on_the_map
from tests import factories
from tests.factories.partners import a_service

pytestmark = pytest.mark.django_db
MAP = "/partners/sociale-kaart/"


def typed(**fields) -> dict:
    return {
        "name": "Soep op dinsdag", "description": "Samen soep eten", "needs": ["eating"],
        "for_whom": "wie alleen eet", "minimum_age": "55", "maximum_age": "", "languages": ["TUR"],
        "costs": "2 euro", "how_to_join": "bellen", "wait": "geen", "accessibility": "geen drempel",
        "status": "active",
    } | fields  # fmt: skip


def names(user, **asked) -> list[str]:
    return sorted(found_on_the_map(user, **asked).values_list("name", flat=True))


def test_service_is_found_by_words_need_area_and_language(consultant, partner, area, other_area):
    a_service(partner, name="Turkse koffietafel", languages=["TUR"], needs=[Need.COMPANY])
    far = factories.a_partner(other_area)
    a_service(far, name="Taalcafé", needs=[Need.LANGUAGE])
    everywhere = factories.a_partner()
    a_service(everywhere, name="Belcirkel", needs=[Need.COMPANY])

    assert names(consultant, q="KOFFIE turk") == ["Turkse koffietafel"]
    assert names(consultant, q="taalcafe") == ["Taalcafé"]
    assert names(consultant, need="company") == ["Belcirkel", "Turkse koffietafel"]
    assert names(consultant, area=area) == ["Belcirkel", "Turkse koffietafel"]
    assert names(consultant, language="TUR") == ["Turkse koffietafel"]
    assert names(consultant, language="NLD") == ["Belcirkel", "Taalcafé"]


@pytest.mark.parametrize("status", ["inactive", "temporarily closed", "defunct"])
def test_inactive_service_is_not_on_the_map(consultant, partner, status):
    a_service(partner, status=status)

    assert names(consultant) == []


def test_service_of_a_switched_off_partner_is_not_on_the_map(consultant, partner, coordinator):
    a_service(partner)

    actions.switch_off(partner, by=coordinator)

    assert names(consultant) == []


def test_page_shows_a_service_with_the_day_it_was_confirmed(consultant, partner, signed_in):
    a_service(partner, name="Soep", costs="2 euro")
    Service.objects.update(assured_on="2020-02-03")

    page = signed_in(consultant).get(MAP).text

    assert "2 euro" in page
    assert "3 feb 2020" in page
    assert "langer dan een half jaar geleden" in page


@pytest.mark.parametrize("typed_words", ["niemand", "%_", "x" * 500])
def test_search_without_results_says_so(consultant, partner, signed_in, typed_words):
    a_service(partner)

    answer = signed_in(consultant).get(MAP, {"q": typed_words, "need": "onzin", "area": "9e9"})

    assert answer.status_code == 200


def test_map_is_paginated_by_key_with_a_constant_query_count(consultant, partner, signed_in):
    def page(**asked):
        with CaptureQueriesContext(connection) as found:
            answer = signed_in(consultant).get(MAP, asked)
        return answer, len(found)

    for n in range(3):
        a_service(partner, name=f"Aanbod {n:03}")
    page()
    few = page()[1]
    for n in range(3, PAGE + 5):
        a_service(factories.a_partner(), name=f"Aanbod {n:03}")

    first, many = page()
    last = Service.objects.order_by("name", "pk")[PAGE - 1]
    second, _ = page(na=last.pk)

    assert many == few
    assert f"na={last.pk}" in first.text
    assert "Aanbod 054" in second.text
    assert "Aanbod 003" not in second.text


# --- Maintenance ---------------------------------------------------------------------------------


def test_coordinator_adds_changes_and_removes_a_service(signed_in, coordinator, partner):
    client = signed_in(coordinator)

    client.post(reverse("partners:add_service", args=[partner.pk]), typed())
    service = partner.services.get()
    client.post(reverse("partners:change_service", args=[service.pk]), typed(costs="gratis"))
    service.refresh_from_db()

    assert (service.costs, service.ages, service.languages) == ("gratis", "vanaf 55 jaar", ["TUR"])
    client.post(reverse("partners:remove_service", args=[service.pk]))
    assert not partner.services.exists()


def test_lead_adds_a_service_and_another_worker_reads_why_not(signed_in, partner, partner_worker):
    url = reverse("partners:add_service", args=[partner.pk])
    refused = signed_in(partner_worker).post(url, typed())
    Worker.objects.update(is_lead=True)

    allowed = signed_in(partner_worker).post(url, typed())

    assert refused.status_code == 409
    assert "Dit doet het aanspreekpunt" in refused.text
    assert allowed["Location"] == reverse("partners:own")
    assert partner.services.count() == 1


def test_services_of_another_organisation_are_not_found(signed_in, other_partner, partner_worker):
    Worker.objects.update(is_lead=True)
    service = a_service(other_partner)
    client = signed_in(partner_worker)

    for name, pk in [("add_service", other_partner.pk), ("change_service", service.pk)]:
        assert client.get(reverse(f"partners:{name}", args=[pk])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"needs": []}, "Kies minstens één ding"),
        ({"name": ""}, "Geef het een naam"),
        ({"minimum_age": "80", "maximum_age": "20"}, "lager dan de leeftijd vanaf"),
        ({"minimum_age": "400"}, "geen leeftijd"),
        ({"minimum_age": "zestig"}, "als getal"),
        ({"languages": ["KLINGON"]}, "KLINGON"),
    ],
)
def test_invalid_service_shows_an_error_and_keeps_the_input(
    signed_in, coordinator, partner, fields, sentence
):
    answer = signed_in(coordinator).post(
        reverse("partners:add_service", args=[partner.pk]), typed(**fields)
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Samen soep eten" in answer.text
    assert not partner.services.exists()


def test_service_name_is_unique_per_partner(signed_in, coordinator, partner):
    a_service(partner, name="soep op DINSDAG")

    answer = signed_in(coordinator).post(
        reverse("partners:add_service", args=[partner.pk]), typed()
    )

    assert "al aanbod met deze naam" in answer.text


def test_worker_who_is_not_lead_cannot_remove_a_service(partner, partner_worker):
    with pytest.raises(Refused):
        actions.remove_service(a_service(partner), by=partner_worker)
