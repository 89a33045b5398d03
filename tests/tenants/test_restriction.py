"""A tenant who restricted the use of their data: nobody is led to call, visit or refer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.templatetags.shell import tel
from ground.refusals import Refused
from referrals.models import Referral
from signals import actions as signals
from signals.models import FollowUp, Signal
from signals.reminders import Counts
from tenants import actions
from tenants.models import Tenant
from tests import factories
from tests.factories.referrals import a_referral
from tests.house.matrix import MATRIX
from tests.house.test_matrix import own_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Kind = FollowUp.Kind
TEXT = "text/html"


@pytest.fixture
def marga(world):
    return world.people[Role.COORDINATOR]


def pages_with(words: list[str], client, world) -> set[str]:
    """The names of the pages for the coordinator that contain one of these."""
    found = set()
    for name, takes in own_addresses().items():
        row = MATRIX[name]
        if isinstance(row, str) or Role.COORDINATOR not in row:
            continue
        page = client.get(reverse(name, kwargs=world.arguments(name) if takes else {}))
        if TEXT in page.get("Content-Type", "") and page.status_code == 200:
            text = page.content.decode()
            found |= {name for word in words if word in text}
    return found


def test_no_page_leads_to_calling_or_referring_a_restricted_tenant(world, marga, signed_in):
    tenant = world.tenant
    Tenant.objects.filter(pk=tenant.pk).update(phone="+31 6 87654321")
    mine = Signal.objects.filter(tenant=tenant)
    leads = [f'href="{tel("+31 6 87654321")}"']
    leads += [f'href="{reverse("referrals:start", args=[one.pk])}"' for one in mine]
    leads += [f"?huurder={tenant.pk}"]
    # A visit that was agreed stands, and may be moved.
    leads += [
        f'href="{reverse("signals:plan_visit", args=[one.pk])}"' for one in mine.filter(visits=None)
    ]
    client = signed_in(marga)

    before = pages_with(leads, client, world)
    tenant.refresh_from_db()
    actions.restrict(tenant, on=True, by=marga)
    after = pages_with(leads, client, world)

    assert {"tenants:file", "tenants:tenant_list", "signals:page", "signals:of_tenant"} <= before
    assert after == set()


@pytest.fixture
def at_partner(world) -> Referral:
    tenant = factories.a_tenant(factories.a_home(world.area))
    signal = factories.a_signal(tenant, owner=world.consultant)
    return a_referral(signal=signal, partner=world.partner, by=world.consultant)


def on_lists_of(user) -> set[int]:
    """The signals on this user's lists."""
    return set(FollowUp.objects.owned_by(user).open().values_list("signal", flat=True))


def test_a_restriction_makes_no_step_to_call_and_the_steps_rest(
    world, at_partner, marga, signed_in
):
    signal, consultant = at_partner.signal, world.consultant
    assert signal.pk in on_lists_of(consultant)

    actions.restrict(at_partner.tenant, on=True, by=marga)

    assert Referral.objects.get(pk=at_partner.pk).status == "withdrawn"
    assert not signal.follow_ups.open().filter(kind=Kind.CALL).exists()
    assert signal.pk not in on_lists_of(consultant)
    page = signed_in(consultant).get(signal.get_absolute_url()).content.decode()
    assert "vroeg om beperking" in page
    assert "Volgende stap" not in page


def test_a_step_that_rests_is_not_late_for_anybody(world, at_partner, marga):
    long_ago = timezone.localdate() - timedelta(days=200)
    FollowUp.objects.filter(signal=at_partner.signal_id, done_at=None).update(due_on=long_ago)
    before = Counts.of(world.consultant, timezone.localdate(), []).late

    actions.restrict(at_partner.tenant, on=True, by=marga)

    assert Counts.of(world.consultant, timezone.localdate(), []).late == before - 1


def test_after_a_restriction_the_step_is_back_as_a_call_and_the_owner_hears(
    world, at_partner, marga
):
    actions.restrict(at_partner.tenant, on=True, by=marga)

    actions.restrict(at_partner.tenant, on=False, by=marga)

    step = at_partner.signal.follow_ups.open().get()
    assert step.kind == Kind.CALL
    assert step.due_on >= timezone.localdate()
    assert (step.owner, step.heard_at) == (world.consultant, None)
    assert at_partner.signal_id in on_lists_of(world.consultant)


def test_an_urgent_step_and_an_agreed_visit_stand_during_a_restriction(world, marga):
    tenant = factories.a_tenant(factories.a_home(world.area))
    urgent = factories.a_signal(tenant, owner=world.consultant, urgency=Signal.Urgency.TODAY)
    other = factories.a_signal(tenant, owner=world.consultant)
    signals.plan_visit(
        other,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=30,
        companion=None,
        told="agreed",
        by=world.consultant,
    )

    actions.restrict(tenant, on=True, by=marga)

    assert {urgent.pk, other.pk} <= on_lists_of(world.consultant)


@pytest.mark.parametrize("lead", ["restricted", "died"])
def test_a_signal_that_ended_has_no_button_to_reopen_it(world, marga, signed_in, lead):
    tenant = factories.a_tenant(factories.a_home(world.area))
    signal = factories.a_signal(tenant, owner=world.consultant)
    signals.close(signal, reason=Signal.Reason.SOLVED, by=world.consultant)
    page = reverse("signals:reopen", args=[signal.pk])
    client = signed_in(world.consultant)
    assert page in client.get(signal.get_absolute_url()).text
    if lead == "died":
        Tenant.objects.filter(pk=tenant.pk).update(died_on=timezone.localdate())
    else:
        actions.restrict(tenant, on=True, by=marga)

    text = client.get(signal.get_absolute_url()).text

    assert page not in text
    with pytest.raises(Refused, match="Weer oppakken kan"):
        signals.reopen(signal, why="asked", by=world.consultant)


def test_no_new_visit_is_planned_with_a_restricted_tenant(world, at_partner, marga):
    actions.restrict(at_partner.tenant, on=True, by=marga)
    signal = Signal.objects.get(pk=at_partner.signal_id)

    with pytest.raises(Refused, match="beperking"):
        signals.plan_visit(
            signal,
            starts_at=timezone.now() + timedelta(days=2),
            minutes=30,
            companion=None,
            told="agreed",
            by=world.consultant,
        )


def test_a_restriction_is_lifted_once_and_puts_nothing_off(world, marga):
    tenant = factories.a_tenant(factories.a_home(world.area))
    signal = factories.a_signal(tenant, owner=world.consultant)
    step = signal.follow_ups.open()
    actions.restrict(tenant, on=True, by=marga)
    step.update(kind=Kind.CHECK, due_on=timezone.localdate() - timedelta(days=2))

    actions.restrict(tenant, on=False, by=marga)

    assert step.get().due_on == timezone.localdate()
    with pytest.raises(Refused, match="al niet meer beperkt"):
        actions.restrict(tenant, on=False, by=marga)
