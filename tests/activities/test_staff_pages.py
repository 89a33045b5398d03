"""Planning and attendance pages for staff and hosts; other roles get a 404."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import Meetup, SignUp
from audit.models import Event
from tenants.models import Wish
from tests import factories
from tests.factories.activities import a_meetup, a_place, a_sign_up, begun

pytestmark = pytest.mark.django_db


def form(**fields) -> dict:
    day = timezone.localdate() + timezone.timedelta(days=4)
    return {
        "key": uuid.uuid4(), "title": "Soep van de buren", "tile": "soep", "about": "Soep eten.",
        "day": day.isoformat(), "begins": "12:00", "ends": "14:00", "capacity": 8,
        "cost": "1 euro", "host_name": "Kees", "host": "", "element": "ontmoeten",
    } | fields  # fmt: skip


def page(meetup: Meetup) -> str:
    return reverse("activities:page", args=[meetup.pk])


@pytest.mark.parametrize("who", ["caretaker", "tenant_user", "partner_worker", "privacy_officer"])
@pytest.mark.parametrize(
    "name", ["page", "change_meetup", "cancel_meetup", "sign_up_guest", "poster"]
)
def test_other_roles_get_404(who, name, request, signed_in):
    meetup = a_meetup()

    answer = signed_in(request.getfixturevalue(who)).get(
        reverse(f"activities:{name}", args=[meetup.pk])
    )

    assert answer.status_code == 404


def test_consultant_plans_a_meetup_in_amsterdam_time(signed_in, consultant):
    place = a_place()

    signed_in(consultant).post(reverse("activities:plan_meetup"), form(place=place.pk))

    meetup = Meetup.objects.get()
    assert timezone.localtime(meetup.starts_at).hour == 12
    assert meetup.place == place


def test_title_with_a_line_end_becomes_one_line(signed_in, consultant):
    typed = {"title": "Koffietafel\r\nSubject: x\t hoi", "host_name": "Ria\nBakker"}

    signed_in(consultant).post(reverse("activities:plan_meetup"), form(place=a_place().pk, **typed))

    meetup = Meetup.objects.get()
    assert (meetup.title, meetup.host_name) == ("Koffietafel Subject: x hoi", "Ria Bakker")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends": "11:00"}, "Het eindigt voor het begint"),
        ({"day": "2020-01-01"}, "Dat is al geweest"),
        ({"capacity": "0"}, "minstens 1 stoel"),
        ({"day": "overmorgen"}, "Schrijf de dag als dag-maand-jaar"),
        ({"capacity": "99999999"}, "hoogstens 2000"),
    ],
)
def test_invalid_plan_form_shows_the_error_and_keeps_its_values(signed_in, consultant, wrong, said):
    answer = signed_in(consultant).post(
        reverse("activities:plan_meetup"), form(place=a_place().pk) | wrong
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Soep van de buren" in answer.content.decode()


def test_capacity_below_the_number_of_guests_is_a_form_error(signed_in, consultant):
    meetup = a_meetup(capacity=3)
    for _ in range(3):
        a_sign_up(meetup)

    answer = signed_in(consultant).post(
        reverse("activities:change_meetup", args=[meetup.pk]),
        form(place=meetup.place_id, capacity=2),
    )

    assert answer.status_code == 422
    assert (
        "Er zijn al 3 stoelen bezet. Zet het aantal stoelen op 3 of hoger"
        in answer.content.decode()
    )


def test_calling_off_needs_a_reason(signed_in, consultant):
    meetup = a_meetup()
    address = reverse("activities:cancel_meetup", args=[meetup.pk])

    without = signed_in(consultant).post(address, {"why": ""})
    signed_in(consultant).post(address, {"why": "De zaal is dicht."})

    meetup.refresh_from_db()
    assert without.status_code == 422
    assert meetup.cancelled_why == "De zaal is dicht."


def test_staff_see_full_names_and_the_view_is_recorded(signed_in, consultant):
    meetup = a_meetup()
    guest = a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678")

    answer = signed_in(consultant).get(page(meetup))

    assert "Hennie van Dijk" in answer.content.decode()
    assert "06 12345678" in answer.content.decode()
    event = Event.objects.get(verb="activities.guests")
    assert (event.actor_id, event.details["ids"]) == (consultant.pk, [str(guest.pk)])


def test_host_sees_first_names_and_fetching_of_their_own_guests(signed_in, host):
    meetup = a_meetup(host=host)
    a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678", fetch=True)

    said = signed_in(host).get(page(meetup)).content.decode()

    assert "Hennie" in said
    assert "Ophalen" in said
    assert "van Dijk" not in said
    assert "12345678" not in said


def test_host_sees_only_their_own_meetups(signed_in, host):
    own, other = a_meetup(host=host, title="Eigen tafel"), a_meetup(title="Andere tafel")

    said = signed_in(host).get(reverse("activities:meetup_list")).content.decode()

    assert "Eigen tafel" in said
    assert "Andere tafel" not in said
    assert signed_in(host).get(page(own)).status_code == 200
    assert signed_in(host).get(page(other)).status_code == 404


def test_tapping_attended_twice_keeps_the_tick(signed_in, host):
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup)
    begun(meetup)
    address = reverse("activities:mark_attended", args=[guest.pk])

    signed_in(host).post(address)
    answer = signed_in(host).post(address, headers={"HX-Request": "true"})

    guest.refresh_from_db()
    assert guest.attended_at
    assert 'aria-pressed="true"' in answer.content.decode()


def test_another_host_cannot_mark_attendance(signed_in, host):
    guest = a_sign_up(a_meetup())

    answer = signed_in(host).post(reverse("activities:mark_attended", args=[guest.pk]))

    assert answer.status_code == 404


def test_tenant_search_in_the_sign_up_form_keeps_its_values(signed_in, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area), first_name="Hennie", last_name="Zwaluw")
    meetup = a_meetup()
    address = reverse("activities:sign_up_guest", args=[meetup.pk])
    typed = {"key": uuid.uuid4(), "name": "Hennie", "phone": "06 12345678", "via": "phone"}

    found = signed_in(consultant).post(address, typed | {"find": "zwalu", "zoek": "1"})
    signed_in(consultant).post(address, typed | {"tenant": tenant.pk, "on_behalf": "dochter"})

    assert "Zwaluw" in found.content.decode()
    assert 'value="06 12345678"' in found.content.decode()
    guest = SignUp.objects.get()
    assert (guest.tenant, guest.via, guest.on_behalf) == (tenant, "phone", "dochter")


def test_tenant_search_does_not_find_other_areas(signed_in, other_consultant, area):
    factories.a_tenant(factories.a_home(area), last_name="Zwaluw")
    address = reverse("activities:sign_up_guest", args=[a_meetup().pk])

    answer = signed_in(other_consultant).post(address, {"find": "zwaluw", "zoek": "1"})

    assert "Niemand gevonden" in answer.content.decode()


def test_sign_up_form_is_prefilled_for_a_tenant(signed_in, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area), first_name="Hennie", last_name="Zwaluw")
    address = reverse("activities:sign_up_guest", args=[a_meetup().pk])

    said = signed_in(consultant).get(address, {"huurder": tenant.pk}).content.decode()

    assert 'value="Hennie van Zwaluw"' in said
    assert 'value="088 000 12 34"' in said


def test_tenant_file_shows_fitting_meetups_and_existing_sign_ups(signed_in, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    Wish.objects.create(
        tenant=tenant, words="Weer kaarten.", interests=["kaarten"], noted_by=consultant
    )
    cards = a_meetup(title="Klaverjassen", tile="kaarten")
    a_meetup(title="Nog een potje", tile="kaarten")
    a_meetup(title="Soep", tile="soep")
    a_sign_up(cards, tenant=tenant, by=consultant)

    answer = signed_in(consultant).get(reverse("activities:for_tenant", args=[tenant.pk]))

    said = re.sub(r"\s+", " ", answer.content.decode())
    assert "Staat erop" in said
    assert "Nodig uit voor Nog een potje" in said
    assert "Nodig uit voor Klaverjassen" not in said
    assert "Soep" not in said


def test_fitting_meetups_of_a_tenant_in_another_area_answer_404(signed_in, other_consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))

    answer = signed_in(other_consultant).get(reverse("activities:for_tenant", args=[tenant.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("what", ["list", "page"])
def test_query_count_does_not_grow_with_guests(what, signed_in, consultant, area):
    meetup = a_meetup(capacity=40)
    home = factories.a_home(area)
    client = signed_in(consultant)
    address = page(meetup) if what == "page" else reverse("activities:meetup_list")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def more(n: int) -> None:
        for _ in range(n):
            a_sign_up(meetup, tenant=factories.a_tenant(home), by=consultant)
            a_meetup()

    more(2)
    queries()
    few = queries()
    more(18)

    assert queries() == few


def test_poster_page_shows_title_number_and_address(signed_in, consultant):
    meetup = a_meetup(title="Klaverjassen")

    said = (
        signed_in(consultant).get(reverse("activities:poster", args=[meetup.pk])).content.decode()
    )

    assert "Klaverjassen" in said
    assert "088 000 12 34" in said
    assert f"/agenda/{meetup.pk}" in said


def test_call_off_page_says_how_many_come_and_how_many_wait(signed_in, consultant):
    meetup = a_meetup(by=consultant, capacity=1)
    for _ in range(3):
        a_sign_up(meetup)

    text = signed_in(consultant).get(f"/activiteiten/{meetup.pk}/afgelasten/").content.decode()

    assert "1 persoon komt, 2 op de wachtlijst" in " ".join(text.split())
