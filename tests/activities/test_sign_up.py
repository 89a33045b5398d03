"""Signing up: a chair or the waiting list, once per person, always with a valid number."""

import uuid

import pytest
from django.http import Http404
from django.urls import reverse

from accounts.models import stranger
from activities import actions
from activities.models import SignUp
from audit.models import Event
from ground.refusals import Refused
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, begun
from tests.factories.outreach import a_code

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def test_sign_up_gets_the_lowest_free_chair():
    meetup = a_meetup(capacity=3)
    first, second = a_sign_up(meetup), a_sign_up(meetup)
    actions.cancel_own(meetup, token=first.token, by=stranger())

    third = a_sign_up(meetup)

    assert (second.numbers, third.numbers) == ([2], [1])
    assert third.status == Status.CONFIRMED


def test_sign_up_for_a_full_meetup_joins_the_waiting_list():
    meetup = a_meetup(capacity=1)
    a_sign_up(meetup)

    second, third = a_sign_up(meetup), a_sign_up(meetup)

    assert [second.status, third.status] == [Status.WAITING, Status.WAITING]
    assert [second.numbers, third.numbers] == [[], []]
    assert [second.number_in_line, third.number_in_line] == [0, 1]


def test_one_form_sent_twice_makes_one_sign_up():
    meetup, key = a_meetup(), uuid.uuid4()

    first = a_sign_up(meetup, key=key)
    second = a_sign_up(meetup, key=key, name=first.name, phone=first.phone)
    mended = a_sign_up(meetup, key=key, name=f"{first.name} Smit", phone=first.phone)

    assert first == second == mended
    assert Event.objects.filter(verb="activities.sign_up").count() == 1


def test_same_person_with_another_spelling_keeps_the_first_sign_up():
    meetup = a_meetup()

    first = a_sign_up(meetup, name="Hennie van Dijk", phone="06-12345678")
    second = a_sign_up(meetup, name="hennie van dijk", phone="+31 6 1234 5678")

    assert first == second


def test_two_people_may_share_a_telephone():
    meetup = a_meetup()

    a_sign_up(meetup, name="Hennie", phone="088 000 12 34")
    a_sign_up(meetup, name="Wim", phone="088 000 12 34")

    assert meetup.sign_ups.count() == 2


def test_guest_who_cancelled_can_sign_up_again():
    meetup = a_meetup()
    first = a_sign_up(meetup, name="Hennie", phone="06 12345678")
    actions.cancel_own(meetup, token=first.token, by=stranger())

    again = a_sign_up(meetup, name="Hennie", phone="06 12345678")

    assert again != first
    assert again.status == Status.CONFIRMED


def test_number_is_stored_normalised():
    sign_up = a_sign_up(phone="06-123 456 78")

    assert sign_up.phone == "+31 6 12345678"


def test_foreign_number_is_accepted():
    sign_up = a_sign_up(phone="0049 30 901820")

    assert sign_up.phone == "+49 30 901820"


@pytest.mark.parametrize("phone", ["123", "geen", "0000000000", "0900 8844", "06 1234"])
def test_number_that_cannot_be_called_is_refused(phone):
    with pytest.raises(Refused, match="telefoonnummer"):
        a_sign_up(phone=phone)


def test_sign_up_for_a_called_off_meetup_is_refused(consultant):
    meetup = a_meetup()
    actions.cancel_meetup(meetup, why="De zaal is dicht.", by=consultant)

    with pytest.raises(Refused, match="gaat niet door"):
        a_sign_up(meetup)


def test_sign_up_for_a_begun_meetup_is_refused():
    meetup = begun(a_meetup())

    with pytest.raises(Refused, match="begonnen"):
        a_sign_up(meetup)


def test_form_resent_after_the_start_returns_the_existing_sign_up():
    meetup, key = a_meetup(), uuid.uuid4()
    first = a_sign_up(meetup, key=key)
    begun(meetup)

    assert a_sign_up(meetup, key=key, name=first.name, phone=first.phone) == first


def test_form_resent_for_somebody_else_asks_and_then_signs_up_both(client):
    meetup = a_meetup()
    address = reverse("activities:sign_up", args=[meetup.pk])
    key = str(uuid.uuid4())
    client.post(address, {"key": key, "name": "Riet", "phone": "06 12345678"})
    him = {"key": key, "name": "Joop", "phone": "06 87654321", "party": "2"}

    asked = client.post(address, him)
    text = asked.content.decode()
    new_key = asked.context["form"]["key"].value()
    again = client.post(address, him | {"key": new_key})

    assert asked.status_code == 422
    assert "al iemand anders aangemeld" in text
    assert 'value="Joop"' in text
    assert again.status_code == 302
    assert set(meetup.sign_ups.values_list("name", "party")) == {("Riet", 1), ("Joop", 2)}


def test_sign_up_with_a_poster_code_counts_for_its_campaign(consultant):
    code = a_code(label="Portiek B")

    sign_up = a_sign_up(code=code)

    assert list(code.sign_ups.all()) == [sign_up]


def test_sign_up_of_a_tenant_by_staff_is_recorded_in_their_file(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))

    sign_up = a_sign_up(tenant=tenant, via=SignUp.Via.PHONE, on_behalf="dochter", by=consultant)

    assert sign_up.made_by == consultant
    assert Event.objects.about_tenant(tenant.pk).filter(verb="activities.sign_up").exists()


def test_tenant_of_another_area_cannot_be_signed_up(other_consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))

    with pytest.raises(Http404):
        a_sign_up(tenant=tenant, by=other_consultant)


def test_anonymous_visitor_cannot_link_a_sign_up_to_a_tenant(area):
    tenant = factories.a_tenant(factories.a_home(area))

    with pytest.raises(Http404):
        a_sign_up(tenant=tenant)


@pytest.mark.parametrize(
    ("first", "second", "asks"),
    [
        ("Hennie van Dijk", "Henny van Dyk", True),
        ("Jan Bos", "Jans Bos", True),
        ("Hennie van Dijk", "Wim van Dijk", False),
    ],
)
def test_staff_must_confirm_a_nearly_identical_name(signed_in, consultant, first, second, asks):
    meetup = a_meetup(by=consultant)
    a_sign_up(meetup, name=first, phone="06 12345678")
    address = reverse("activities:sign_up_guest", args=[meetup.pk])
    form = {
        "key": f"{uuid.uuid4()}", "name": second, "phone": "0612345678", "party": "1",
        "via": "phone",
    }  # fmt: skip

    answer = signed_in(consultant).post(address, form)

    assert (answer.status_code == 422) == asks
    if asks:
        assert "Is het echt iemand anders?" in answer.content.decode()
        assert signed_in(consultant).post(address, form | {"other": "on"}).status_code == 302
        assert meetup.sign_ups.count() == 2


@pytest.mark.parametrize("name", ["Hennie van Dijk", "Henny van Dyk"])
def test_name_and_number_do_not_reveal_an_existing_ticket(client, name):
    meetup = a_meetup()
    there = a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678")
    form = {"key": f"{uuid.uuid4()}", "name": name, "phone": "0612345678", "party": "1"}

    answer = client.post(reverse("activities:sign_up", args=[meetup.pk]), form, follow=True)

    assert there.token not in answer.content.decode()
    assert there.token not in str(answer.redirect_chain)


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "06 12345678 ext. 12"},
        {"name": "\ufdfa" * 80},
        {"name": "Riet\r\nBcc: x@y.example"},
    ],
)
def test_odd_input_does_not_crash(client, fields):
    meetup = a_meetup()
    form = {"key": f"{uuid.uuid4()}", "name": "Riet", "phone": "06 12345678", "party": "1"}

    answer = client.post(reverse("activities:sign_up", args=[meetup.pk]), form | fields)

    assert answer.status_code in {302, 422}


@pytest.mark.parametrize("party", ["0", "4", "10", "x"])
def test_invalid_party_size_is_a_form_error(client, party):
    meetup = a_meetup()
    form = {"key": f"{uuid.uuid4()}", "name": "Riet", "phone": "06 12345678", "party": party}

    answer = client.post(reverse("activities:sign_up", args=[meetup.pk]), form)

    assert answer.status_code == 422
    assert "1, 2 of 3 mensen" in answer.content.decode()
    assert 'value="Riet"' in answer.content.decode()


def test_url_with_an_impossible_token_answers_404(client):
    assert client.get("/agenda/kaartje/%00/").status_code == 404
