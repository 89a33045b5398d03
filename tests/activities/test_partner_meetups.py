"""Meetups of a partner: planned and hosted by its own workers, closed to everybody else's."""

import uuid

import pytest
from django.http import Http404
from django.urls import reverse

from activities import actions
from activities.models import Meetup
from partners import actions as partners
from tests import factories
from tests.activities.test_staff_pages import form
from tests.factories.activities import a_meetup, a_place, a_sign_up, begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(partner_worker, partner) -> Meetup:
    return a_meetup(by=partner_worker, title="Soep van Welzijn")


def test_partner_worker_plans_a_meetup_of_their_organisation(
    signed_in, partner_worker, partner, client
):
    typed = form(place=a_place().pk)
    del typed["host"], typed["element"]

    answer = signed_in(partner_worker).post(reverse("activities:plan_meetup"), typed)

    meetup = Meetup.objects.get()
    assert answer["Location"] == meetup.get_absolute_url()
    assert (meetup.partner, meetup.host) == (partner, partner_worker)
    assert "Soep van de buren" in client.get(reverse("activities:agenda")).text


def test_partner_worker_cannot_plan_for_another_partner(
    signed_in, partner_worker, partner, other_partner
):
    typed = form(
        place=a_place().pk, partner=other_partner.pk, host=factories.a_worker(other_partner).pk
    )

    signed_in(partner_worker).post(reverse("activities:plan_meetup"), typed)

    assert (Meetup.objects.get().partner, Meetup.objects.get().host) == (partner, partner_worker)


def test_partner_colleague_sees_first_names_and_marks_attendance(
    signed_in, partner_worker, partner, theirs
):
    guest = a_sign_up(theirs, name="Hennie van Dijk", phone="+31 6 12345678")
    begun(theirs)
    colleague = signed_in(factories.a_worker(partner, "Collega"))

    page = colleague.get(theirs.get_absolute_url()).text
    colleague.post(reverse("activities:mark_attended", args=[guest.pk]))

    assert "Hennie" in page
    for secret in ("van Dijk", "12345678", "12 34 56 78"):
        assert secret not in page
    guest.refresh_from_db()
    assert guest.attended_at


def test_partner_worker_changes_and_calls_off_their_meetup(signed_in, partner_worker, theirs):
    client = signed_in(partner_worker)
    page = client.get(reverse("activities:change_meetup", args=[theirs.pk])).text

    client.post(reverse("activities:cancel_meetup", args=[theirs.pk]), {"why": "De kok kan niet"})

    assert "Soep van Welzijn" in page
    theirs.refresh_from_db()
    assert theirs.is_cancelled


@pytest.mark.parametrize("whose", ["ours", "another partner"])
def test_partner_worker_gets_404_for_meetups_of_others(
    signed_in, partner_worker, other_partner_worker, consultant, whose
):
    by = consultant if whose == "ours" else other_partner_worker
    meetup = a_meetup(by=by)
    guest = a_sign_up(meetup, name="Hennie van Dijk")
    client = signed_in(partner_worker)

    for name in ("page", "change_meetup", "cancel_meetup"):
        assert client.get(reverse(f"activities:{name}", args=[meetup.pk])).status_code == 404
    assert client.post(reverse("activities:mark_attended", args=[guest.pk])).status_code == 404
    assert meetup.title not in client.get(reverse("activities:meetup_list")).text
    with pytest.raises(Http404):
        actions.cancel_meetup(meetup, why="x", by=partner_worker)


def test_worker_who_left_hosts_nothing_and_a_colleague_still_does(
    partner_worker, partner, theirs, coordinator
):
    partners.leave(partner_worker.worker, by=coordinator)
    partner_worker.refresh_from_db()

    assert not Meetup.objects.hosted_by(partner_worker).exists()
    colleague = factories.a_worker(partner, "Collega")
    assert Meetup.objects.hosted_by(colleague).get() == theirs


def test_partner_host_cannot_change_the_corporations_meetup(partner_worker):
    meetup = a_meetup(host=partner_worker)

    for change in (
        lambda: actions.change_meetup(meetup, title="Anders", by=partner_worker),
        lambda: actions.cancel_meetup(meetup, why="x", by=partner_worker),
    ):
        with pytest.raises(Http404):
            change()


def test_partner_host_sees_no_change_or_cancel_buttons(signed_in, partner_worker):
    meetup, client = a_meetup(host=partner_worker), signed_in(partner_worker)

    text = client.get(meetup.get_absolute_url()).content.decode()

    assert "Afgelasten" not in text
    for name in ("activities:change_meetup", "activities:cancel_meetup"):
        assert client.get(reverse(name, args=[meetup.pk])).status_code == 404


def test_deactivated_partner_sees_and_plans_nothing(theirs, partner, partner_worker, coordinator):
    a_sign_up(theirs)

    partners.switch_off(partner, by=coordinator)
    partner_worker.refresh_from_db()

    assert not Meetup.objects.hosted_by(partner_worker).exists()
    with pytest.raises(Http404):
        a_meetup(by=partner_worker)
    with pytest.raises(Http404):
        actions.change_meetup(theirs, title="Anders", by=partner_worker)


def signing_up(meetup: Meetup) -> str:
    return reverse("activities:sign_up_guest", args=[meetup.pk])


def test_partner_worker_signs_up_who_phones_for_a_meetup_of_their_own(
    signed_in, partner_worker, theirs
):
    client = signed_in(partner_worker)
    page = client.get(theirs.get_absolute_url()).text
    form_page = client.get(signing_up(theirs)).text
    typed = {"key": uuid.uuid4(), "name": "Hennie van Dijk", "phone": "06 12345678", "via": "phone"}

    answer = client.post(signing_up(theirs), typed, follow=True)

    guest = theirs.sign_ups.get()
    assert signing_up(theirs) in page
    assert "Is het een huurder die wij kennen?" not in form_page
    assert (guest.name, guest.status, guest.tenant) == ("Hennie van Dijk", "confirmed", None)
    assert "Hennie van Dijk staat op de lijst." in answer.text
    assert "12345678" not in answer.text


def test_partner_worker_finds_no_tenants_while_signing_somebody_up(
    signed_in, partner_worker, theirs, area
):
    tenant = factories.a_tenant(factories.a_home(area), last_name="Zwaluw")
    typed = {"key": uuid.uuid4(), "name": "Hennie", "phone": "06 12345678", "via": "phone"}
    typed |= {"find": "zwaluw", "zoek": "1", "tenant": tenant.pk, "code": "4F7Q"}
    client = signed_in(partner_worker)

    client.get(signing_up(theirs), {"huurder": tenant.pk})
    answer = client.post(signing_up(theirs), typed, follow=True)

    assert "Zwaluw" not in answer.text
    assert theirs.sign_ups.get().tenant is None


def test_wrong_number_of_a_caller_comes_back_with_what_was_typed(signed_in, partner_worker, theirs):
    typed = {"key": uuid.uuid4(), "name": "Hennie", "phone": "06 12", "via": "phone"}

    answer = signed_in(partner_worker).post(signing_up(theirs), typed)

    assert (answer.status_code, 'value="06 12"' in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["poster", "poster_pdf"])
def test_partner_worker_prints_posters_of_their_own_meetups(
    signed_in, partner_worker, theirs, name
):
    client = signed_in(partner_worker)

    own = client.get(reverse(f"activities:{name}", args=[theirs.pk]))

    assert own.status_code == 200
    assert (
        reverse("activities:poster", args=[theirs.pk]) in client.get(theirs.get_absolute_url()).text
    )


@pytest.mark.parametrize("name", ["poster", "poster_pdf", "sign_up_guest"])
def test_partner_host_of_our_meetup_neither_signs_up_nor_prints(signed_in, partner_worker, name):
    meetup = a_meetup(host=partner_worker)

    assert (
        signed_in(partner_worker).get(reverse(f"activities:{name}", args=[meetup.pk])).status_code
        == 404
    )
    with pytest.raises(Http404):
        actions.sign_up(
            meetup, key=uuid.uuid4(), name="Hennie", phone="06 12345678", by=partner_worker
        )
