"""The ages that a form is meant for, beside those of the people who live there."""

from datetime import date

import pytest
from django.urls import reverse

from housing.mix import Band, band_of, mix
from housing.models import AgeTarget
from tenants.models import Tenant
from tests import factories
from tests.factories.housing import a_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
TODAY = date(2026, 12, 1)


@pytest.fixture
def form(consultant):
    return a_form(by=consultant, complex_code="1187", homes=18)


def born(area, *days: date | None):
    """Tenants of the complex, born on these days."""
    for number, day in enumerate(days, start=1):
        home = factories.a_home(area, number=number)
        type(home).objects.filter(pk=home.pk).update(complex_code="1187")
        tenant = factories.a_tenant(home)
        type(tenant).objects.filter(pk=tenant.pk).update(birth_date=day)


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "under_55"), (54, "under_55"), (55, "from_55"), (64, "from_55"), (65, "from_65"),
     (74, "from_65"), (75, "from_75"), (104, "from_75")],
)  # fmt: skip
def test_an_age_is_in_one_band(age, band):
    assert band_of(age) == band


def test_people_are_counted_per_band_and_fewer_than_five_are_not_shown(form, area):
    born(area, *[date(1960, 1, 1)] * 5, *[date(1940, 1, 1)] * 4, None)

    found = {row.label: row.people for row in mix(form, TODAY)}

    assert found["65 tot 75 jaar"] == 5
    assert found["75 en ouder"] is None
    assert found["Jonger dan 55"] is None


def test_the_day_before_a_birthday_counts_as_the_younger_band(form, area):
    born(area, *[date(1951, 12, 2)] * 5)

    before = {row.label: row.people for row in mix(form, TODAY)}
    after = {row.label: row.people for row in mix(form, date(2026, 12, 2))}

    assert (before["65 tot 75 jaar"], after["75 en ouder"]) == (5, 5)


def test_who_left_or_died_does_not_count(form, area):
    born(area, *[date(1960, 1, 1)] * 6)
    tenants = list(Tenant.objects.order_by("pk"))
    tenants[0].tenancies.update(ends_on=date(2020, 1, 1))
    type(tenants[1]).objects.filter(pk=tenants[1].pk).update(died_on=date(2026, 1, 1))

    assert {row.people for row in mix(form, TODAY)} == {None}


def test_meant_and_present_stand_beside_each_other(form, area, consultant, signed_in):
    born(area, *[date(1960, 1, 1)] * 5)
    client, url = signed_in(consultant), reverse("housing:plan_mix", args=[form.pk])

    answer = client.post(url, {"from_55": "6", "from_65": "7"}, follow=True)

    page = " ".join(answer.content.decode().split())
    assert '<th scope="row">65 tot 75 jaar</th> <td>7</td> <td> 5 </td>' in page
    assert dict(AgeTarget.objects.values_list("band", "homes")) == {
        Band.FROM_55: 6, Band.FROM_65: 7,
    }  # fmt: skip
    client.post(url, {"from_65": "7"})
    assert AgeTarget.objects.get().band == Band.FROM_65


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"from_55": "-1"}, "Vul een getal van 0 of meer in."),
        ({"from_55": "zes"}, "Vul een heel getal in"),
        ({"from_55": "10", "from_65": "9"}, "Samen zijn dit 19 woningen"),
    ],
)
def test_a_number_that_cannot_be_is_explained(form, consultant, signed_in, sent, words):
    answer = signed_in(consultant).post(reverse("housing:plan_mix", args=[form.pk]), sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AgeTarget.objects.exists()
