"""The public page of a housing form: anybody reads it, and may ask to be called."""

import uuid

import pytest
from django.urls import reverse

from housing import actions
from housing.models import Candidate, Outsider, Step
from tests.factories.housing import a_form
from unsorted import actions as unsorted
from unsorted.models import UnsortedForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


@pytest.fixture
def form(consultant):
    return a_form(by=consultant, is_public=True, name="Thuishuis Lindenwaard")


def typed(**changes) -> dict:
    fields = {"first_name": "Yara", "last_name": "Haddad", "phone": "06 12345699"}
    return fields | {"key": str(uuid.uuid4())} | changes


def apply(client, form, **changes):
    return client.post(reverse("housing:apply", args=[form.pk]), typed(**changes))


def test_a_visitor_reads_how_people_live_there_and_is_called_back(
    form, client, consultant, signed_in
):
    page = client.get(reverse("housing:apply", args=[form.pk])).content.decode()
    answer = client.post(reverse("housing:apply", args=[form.pk]), typed(), follow=True)

    assert "Samen onder een dak." in page
    assert "Wij kunnen u geen woning beloven" in page
    assert "belt iemand van" in answer.content.decode()
    made = Candidate.objects.get()
    assert (made.status, made.outsider.source) == (Step.INTEREST, Outsider.Source.WEB)
    assert made.outsider.phone == "+31 6 12345699"
    today = signed_in(consultant).get(reverse("signals:today")).content.decode()
    assert "1 persoon wil" in " ".join(today.split())


def test_contact_reads_it_until_somebody_called(form, client, consultant, signed_in):
    apply(client, form)
    candidate = Candidate.objects.select_related("form").get()

    actions.take_step(candidate, to=Step.INFORMED, by=consultant)

    today = signed_in(consultant).get(reverse("signals:today")).content.decode()
    assert "gebeld worden" not in today


def test_a_form_sent_twice_notes_one_person(form, client):
    key = str(uuid.uuid4())

    for _ in range(2):
        assert apply(client, form, key=key).status_code == 302

    assert Candidate.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first_name": ""}, "Vul uw voornaam in."),
        ({"last_name": "x" * 61}, "Deze naam is te lang."),
        ({"phone": "112"}, "telefoonnummer"),
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_stays(form, client, fields, words):
    answer = apply(client, form, **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    kept = "Haddad" if "last_name" not in fields else "Yara"
    assert f'value="{kept}"' in answer.content.decode()


def test_a_bot_is_thanked_and_not_noted(form, client):
    answer = apply(client, form, website="http://spam.example")

    assert answer.status_code == 302
    assert not Candidate.objects.exists()


def test_a_form_that_is_not_public_or_stopped_is_not_there(form, client, consultant):
    closed = a_form(by=consultant)
    actions.advance(form, to="stopped", by=consultant)

    for one in (closed, form):
        assert client.get(reverse("housing:apply", args=[one.pk])).status_code == 404
        assert apply(client, one).status_code == 404
    assert not Candidate.objects.exists()


def test_past_the_limit_of_everybody_the_form_waits_for_a_code(form, client, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"sign_up": "100/h/ip,0/h/key"}

    answer = apply(client, form)

    assert answer["Location"].startswith("/ontvangen/")
    assert UnsortedForm.objects.count() == 1
    assert not Candidate.objects.exists()


def test_a_coordinator_takes_a_form_that_waits(form, client, coordinator, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"sign_up": "100/h/ip,0/h/key"}
    apply(client, form)
    unsorted.take(UnsortedForm.objects.get(), by=coordinator)

    assert Candidate.objects.get().outsider.last_name == "Haddad"


def test_the_page_is_read_in_arabic_from_right_to_left(form, client):
    page = client.get(reverse("housing:apply", args=[form.pk]) + "?taal=ar").content.decode()

    assert 'dir="rtl"' in page
    assert "أريد معرفة المزيد" in page
