"""Past guests whom a host may invite again, and matching a telephone number to a tenant."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.acquaintances import past_guests, tenant_with_number
from activities.models import Meetup, SignUp
from audit.models import Event
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up

pytestmark = pytest.mark.django_db


def been(meetup: Meetup, days: int) -> None:
    """Mark everybody on the list as attended, and move the meetup this many days into the past."""
    start = timezone.now() - timedelta(days=days)
    meetup.sign_ups.update(attended_at=start)
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))


# --- past guests of a host ----------------------------------------------------------------


@pytest.fixture
def table(host, consultant):
    """A coming meetup of the host, and the guests of a past one: Bep, Cor and Dina."""
    was = a_meetup(by=consultant, host=host, title="Koffietafel")
    came = {
        name: a_sign_up(was, name=f"{name} Smit", phone=f"088 000 40 0{n}")
        for n, name in enumerate(["Bep", "Cor", "Dina"])
    }
    been(was, days=8)
    return a_meetup(by=consultant, host=host, title="Nog een koffietafel"), came


def test_host_sees_past_guests_by_first_name_with_reasons(signed_in, host, table):
    meetup, came = table
    a_sign_up(meetup, name=came["Cor"].name, phone=came["Cor"].phone)

    text = signed_in(host).get(reverse("activities:invite", args=[meetup.pk])).content.decode()

    fitting, left_out = past_guests(meetup, host)
    assert [face.newest.first_name for face in fitting] == ["Bep", "Dina"]
    assert fitting[0].reasons[:2] == ["was bij Koffietafel", "kent 1 die ook komt"]
    assert [(f.newest.first_name, f.against) for f in left_out] == [("Cor", "komt al")]
    assert "Bep" in text
    assert "Smit" not in text
    assert "088 000 40" not in text


def test_past_guests_exclude_other_hosts_shielded_restricted_and_dead(
    signed_in, host, consultant, area, table
):
    meetup, came = table
    for name, changes in (
        ("Bep", {"shielded_at": timezone.now()}), ("Cor", {"died_on": timezone.localdate()}),
        ("Dina", {"restricted_at": timezone.now()}),
    ):  # fmt: skip
        tenant = factories.a_tenant(factories.a_home(area))
        Tenant.objects.filter(pk=tenant.pk).update(**changes)
        SignUp.objects.filter(pk=came[name].pk).update(tenant=tenant)
    other = a_meetup(by=consultant, title="Van een ander")
    a_sign_up(other, name="Ina Mol", phone="088 000 40 09")
    been(other, days=9)

    assert past_guests(meetup, host) == ([], [])
    text = signed_in(host).get(reverse("activities:invite", args=[meetup.pk])).content.decode()
    assert "Hier staat nog niemand" in text


def test_viewing_past_guests_is_recorded_in_the_audit_trail(signed_in, host, table):
    meetup, came = table

    signed_in(host).get(reverse("activities:invite", args=[meetup.pk]))

    seen = Event.objects.filter(verb="activities.guests", actor_id=host.pk)
    assert {pk for row in seen for pk in row.details["ids"]} == {
        str(guest.pk) for guest in came.values()
    }


# --- number to tenant ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["088-0004007", "088 000 40 07", "+31 88 000 4007", "0031880004007"]
)
def test_number_matches_tenant_in_any_notation(area, consultant, written):
    tenant = factories.a_tenant(factories.a_home(area))
    Tenant.objects.filter(pk=tenant.pk).update(phone=written)

    assert tenant_with_number("+31 88 000 4007", consultant) == tenant


def test_a_shared_or_foreign_number_matches_no_tenant(area, consultant):
    first, second = (factories.a_tenant(factories.a_home(area)) for _ in range(2))
    Tenant.objects.filter(pk=first.pk).update(phone="+32 88 000 40 07")
    assert tenant_with_number("+31 88 000 4007", consultant) is None

    Tenant.objects.filter(pk__in=[first.pk, second.pk]).update(phone="088 000 40 07")
    assert tenant_with_number("+31 88 000 4007", consultant) is None
