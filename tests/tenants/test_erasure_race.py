"""Somebody is erased while a colleague adds to the file."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from ground.refusals import Refused
from tenants import actions
from tenants.models import Contact, RightsRequest, Tenant
from tests import factories
from tests.factories.race import during, no_row_is_locked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tenant(area) -> Tenant:
    return factories.a_tenant(factories.a_home(area))


@pytest.fixture
def request_to_erase(tenant, coordinator) -> RightsRequest:
    return actions.receive_request(
        tenant,
        kind=RightsRequest.Kind.ERASE,
        via="phone",
        received_on=timezone.localdate(),
        identity="Ken ik",
        by=coordinator,
    )


def erased_during_a_contact(request, consultant, coordinator, *, then=lambda: None):
    """A colleague draws somebody on the network map, and before that is committed the tenant is
    erased. `then` is done in between."""

    def add_contact() -> None:
        tenant = Tenant.objects.get(pk=request.tenant_number)
        actions.add_contact(
            tenant,
            label="zus",
            circle=Contact.Circle.FAMILY,
            often=Contact.Often.WEEKLY,
            strength=Contact.Strength.STRONG,
            is_new=False,
            by=consultant,
        )
        then()

    return during(add_contact, lambda: actions.erase(request, by=coordinator))


def test_erasing_waits_for_who_adds_to_the_file_and_removes_that_too(
    request_to_erase, consultant, coordinator
):
    waited, failure = erased_during_a_contact(request_to_erase, consultant, coordinator)

    assert (waited, failure) == (True, None)
    assert not Contact.objects.exists()
    assert not Tenant.objects.exists()


def test_without_the_lock_erasing_fails_on_what_was_added(
    request_to_erase, consultant, coordinator, monkeypatch
):
    waited, failure = erased_during_a_contact(
        request_to_erase, consultant, coordinator, then=lambda: no_row_is_locked(monkeypatch)
    )

    assert waited
    assert isinstance(failure, IntegrityError)
    assert Tenant.objects.exists()


def test_of_two_erasures_at_once_the_second_waits_and_is_refused(request_to_erase, coordinator):
    pages = [RightsRequest.objects.get(pk=request_to_erase.pk) for _ in range(2)]

    waited, failure = during(*(lambda page=p: actions.erase(page, by=coordinator) for p in pages))

    assert waited
    assert isinstance(failure, Refused)
    assert not Tenant.objects.exists()
