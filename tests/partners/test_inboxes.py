"""An address stands for one organisation: no code of one opens the referrals of another."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from config.demo.people import move_in
from grants import actions as grants
from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from partners import actions
from partners.models import Partner
from referrals.actions.access_links import find_access_link, issue_access_link
from tests import factories
from tests.factories.race import during, no_row_is_locked
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db
LATER = date(2099, 12, 31)
FORM = {"name": "Samen Sterk", "kind": "welfare", "offers": "Maatjes", "capacity": "room",
        "phone": "", "agreement_until": "2099-12-31"}  # fmt: skip


def test_a_second_partner_with_the_same_mailbox_is_refused(signed_in, coordinator, partner):
    form = FORM | {"inbox": partner.inbox.upper()}

    page = signed_in(coordinator).post(reverse("partners:add"), form)

    assert page.status_code == 422
    assert f"Dit adres is ook van {partner}" in page.text
    assert "Samen Sterk" in page.text
    assert not Partner.objects.filter(name="Samen Sterk").exists()


def test_a_partner_does_not_get_the_mailbox_of_another(
    signed_in, coordinator, partner, other_partner
):
    form = FORM | {"name": partner.name, "inbox": other_partner.inbox}

    page = signed_in(coordinator).post(reverse("partners:edit", args=[partner.pk]), form)

    assert f"Dit adres is ook van {other_partner}" in page.text
    assert Partner.objects.get(pk=partner.pk).inbox == partner.inbox


def test_the_address_of_somebody_elsewhere_is_no_mailbox(
    coordinator, consultant, partner, partner_worker, other_partner, other_partner_worker
):
    def set_inbox(inbox: str) -> Partner:
        known = {name: getattr(partner, name) for name in ("name", "kind", "offers")}
        return actions.edit(partner, areas=[], inbox=inbox, by=coordinator, **known)

    for elsewhere in (consultant, other_partner_worker):
        with pytest.raises(Refused, match="Dit adres is ook van"):
            set_inbox(elsewhere.email)
    assert set_inbox(partner_worker.email)


def test_a_mailbox_of_a_partner_that_was_switched_off_is_free_until_it_is_switched_on(
    coordinator, partner, other_partner
):
    actions.switch_off(partner, by=coordinator)
    known = {name: getattr(other_partner, name) for name in ("name", "kind", "offers")}
    actions.edit(other_partner, areas=[], inbox=partner.inbox, by=coordinator, **known)

    with pytest.raises(Refused, match=f"Dit adres is ook van {other_partner}"):
        actions.switch_on(partner, by=coordinator)


def test_no_account_gets_the_mailbox_of_a_partner(
    administrator, coordinator, partner, other_partner
):
    with pytest.raises(Refused, match=f"het gedeelde postvak van {partner}"):
        grants.add_account(
            email=partner.inbox, name="Sam", role=Role.CARETAKER, areas=[], by=administrator
        )
    with pytest.raises(Refused, match=f"het gedeelde postvak van {partner}"):
        actions.invite(other_partner, email=partner.inbox, by=coordinator)


@pytest.mark.parametrize("address", ["postvak-5@geen.invalid", "oud-5@weg.invalid"])
def test_no_account_gets_the_address_of_an_account_that_nobody_reads(administrator, address):
    with pytest.raises(Refused, match="Vul het adres in waarop iemand mail leest"):
        grants.add_account(
            email=address, name="Sam", role=Role.CARETAKER, areas=[], by=administrator
        )


def test_links_stay_closed_while_two_partners_have_one_mailbox_from_before(
    signed_in, coordinator, partner, other_partner
):
    referral = a_referral(partner=partner)
    token = issue_access_link(referral, partner.inbox)
    assert find_access_link(token)

    Partner.objects.filter(pk=other_partner.pk).update(inbox=partner.inbox)

    assert Client().get(reverse("referrals:link", args=[token])).status_code == 410
    for one in (partner, other_partner):
        page = signed_in(coordinator).get(one.get_absolute_url()).text
        assert "Antwoorden met een link kan nu niet." in page


def test_the_mail_with_a_code_names_the_organisation(partner):
    token = issue_access_link(a_referral(partner=partner), partner.inbox)

    Client().post(reverse("referrals:send_code", args=[token]))

    assert f"vraag aan {partner.name}" in render_text(Message.objects.get(kind="referral_code"))


def test_no_two_partners_of_the_demo_have_one_mailbox():
    move_in()

    inboxes = [inbox.lower() for inbox in Partner.objects.values_list("inbox", flat=True)]
    assert len(inboxes) == len(set(inboxes)) > 1


def two_with_one_address(coordinator) -> tuple[bool, object]:
    """Another partner takes the address while the first that takes it is not committed."""
    factories.a_partner()

    def add(name: str) -> None:
        fields = {
            "name": name,
            "kind": "welfare",
            "offers": "Maatjes",
            "inbox": "een@adres.example",
        }
        actions.add(areas=[], agreement_until=LATER, by=coordinator, **fields)

    return during(lambda: add("Een"), lambda: add("Twee"))


@pytest.mark.django_db(transaction=True)
def test_of_two_partners_that_take_one_address_at_once_one_is_refused(coordinator):
    waited, failure = two_with_one_address(coordinator)

    assert waited
    assert isinstance(failure, Refused)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_both_take_it(coordinator, monkeypatch):
    no_row_is_locked(monkeypatch)

    _, failure = two_with_one_address(coordinator)

    assert failure is None
    assert Partner.objects.filter(inbox="een@adres.example").count() == 2
