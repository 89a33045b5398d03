"""Known faces: who a host may ask again, and whose number it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.acquaintances import came_before, known_by
from activities.models import Meetup, SignUp
from audit.models import Event
from tenants.models import Tenant
from tests import roads
from tests.roads.activities import a_meetup, a_sign_up

pytestmark = pytest.mark.django_db


def been(meetup: Meetup, days: int) -> None:
    """Everybody on the list was there, so many days ago."""
    start = timezone.now() - timedelta(days=days)
    meetup.sign_ups.update(attended_at=start)
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))


# --- who a host asks again ----------------------------------------------------------------


@pytest.fixture
def table(host, consultant):
    """A table of the host to come, and one that was, with Bep, Cor and Dina."""
    was = a_meetup(by=consultant, host=host, title="Koffietafel")
    came = {
        name: a_sign_up(was, name=f"{name} Smit", phone=f"088 000 40 0{n}")
        for n, name in enumerate(["Bep", "Cor", "Dina"])
    }
    been(was, days=8)
    return a_meetup(by=consultant, host=host, title="Nog een koffietafel"), came


def test_a_host_sees_who_came_before_and_why_by_first_name(signed_in, host, table):
    meetup, came = table
    a_sign_up(meetup, name=came["Cor"].name, phone=came["Cor"].phone)

    text = signed_in(host).get(reverse("activities:invite", args=[meetup.pk])).content.decode()

    fitting, left_out = came_before(meetup, host)
    assert [face.newest.first_name for face in fitting] == ["Bep", "Dina"]
    assert fitting[0].reasons[:2] == ["was bij Koffietafel", "kent 1 die ook komt"]
    assert [(f.newest.first_name, f.against) for f in left_out] == [("Cor", "komt al")]
    assert "Bep" in text
    assert "Smit" not in text
    assert "088 000 40" not in text


def test_a_host_sees_nobody_of_another_host_who_is_shielded_or_who_died(
    signed_in, host, consultant, area, table
):
    meetup, came = table
    for name, changes in (
        ("Bep", {"shielded_at": timezone.now()}), ("Cor", {"died_on": timezone.localdate()}),
        ("Dina", {"restricted_at": timezone.now()}),
    ):  # fmt: skip
        tenant = roads.a_tenant(roads.a_home(area))
        Tenant.objects.filter(pk=tenant.pk).update(**changes)
        SignUp.objects.filter(pk=came[name].pk).update(tenant=tenant)
    other = a_meetup(by=consultant, title="Van een ander")
    a_sign_up(other, name="Ina Mol", phone="088 000 40 09")
    been(other, days=9)

    assert came_before(meetup, host) == ([], [])
    text = signed_in(host).get(reverse("activities:invite", args=[meetup.pk])).content.decode()
    assert "Hier staat nog niemand" in text


def test_looking_at_who_came_before_is_in_the_trail(signed_in, host, table):
    meetup, came = table

    signed_in(host).get(reverse("activities:invite", args=[meetup.pk]))

    seen = Event.objects.filter(verb="activities.guests", actor_id=host.pk)
    assert {pk for row in seen for pk in row.details["ids"]} == {
        str(guest.pk) for guest in came.values()
    }


# --- whose number it is -------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["088-0004007", "088 000 40 07", "+31 88 000 4007", "0031880004007"]
)
def test_a_number_is_known_however_it_was_written(area, consultant, written):
    tenant = roads.a_tenant(roads.a_home(area))
    Tenant.objects.filter(pk=tenant.pk).update(phone=written)

    assert known_by("+31 88 000 4007", consultant) == tenant


def test_a_number_of_two_is_of_nobody_and_another_country_is_another_number(area, consultant):
    first, second = (roads.a_tenant(roads.a_home(area)) for _ in range(2))
    Tenant.objects.filter(pk=first.pk).update(phone="+32 88 000 40 07")
    assert known_by("+31 88 000 4007", consultant) is None

    Tenant.objects.filter(pk__in=[first.pk, second.pk]).update(phone="088 000 40 07")
    assert known_by("+31 88 000 4007", consultant) is None
