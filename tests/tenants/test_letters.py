"""Letters from a tenant's file, forms on paper, and the address after a letter came back."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from ground.language_codes import READ_IN
from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from signals import actions as signals
from signals.models import FollowUp
from signals.question_sheet import question_sheet_data
from tenants import actions
from tenants.djg6 import VERSION
from tenants.letters import answer_sheet_data, letter_to_tenant
from tenants.models import Letter, Permission, Tenancy, Tenant
from tests import factories
from tests.factories.activities import a_meetup, an_invite, at

pytestmark = pytest.mark.django_db
SAID = "Ik heb u gebeld.\n\nIk kom dinsdag om 10 uur bij u langs."


@pytest.fixture
def tenant(area) -> Tenant:
    return factories.a_tenant(factories.a_home(area))


def a_letter(tenant: Tenant, by, **fields) -> Letter:
    fields = {"key": uuid.uuid4(), "text": SAID, "largest": False} | fields
    return actions.write_letter(tenant, by=by, **fields)


def test_letter_is_written_from_the_file_and_printed(tenant, consultant, signed_in):
    client, url = signed_in(consultant), reverse("tenants:write_letter", args=[tenant.pk])
    form = {"key": str(uuid.uuid4()), "text": SAID}

    file = client.get(tenant.get_absolute_url()).content.decode()
    page = client.post(url, form, follow=True).content.decode()
    client.post(url, form)

    letter = Letter.objects.get()
    printed = client.get(letter.get_absolute_url())
    data = letter_to_tenant(letter)
    assert url in file
    assert letter.get_absolute_url() in page
    assert "Brief geschreven" in page
    assert printed.content.startswith(b"%PDF")
    assert data["address"][0] == tenant.formal_name
    assert data["paragraphs"][1:] == ["Ik heb u gebeld.", "Ik kom dinsdag om 10 uur bij u langs."]
    assert data["signed"] == consultant.name


def test_who_wrote_and_who_printed_a_letter_is_in_the_trail(tenant, consultant, signed_in):
    letter = a_letter(tenant, consultant)

    signed_in(consultant).get(letter.get_absolute_url())

    verbs = Event.objects.about_tenant(tenant.pk).values_list("verb", "subject_type")
    assert ("tenants.write_letter", "tenants.Letter") in verbs
    assert ("seen", "tenants.Letter") in verbs


def test_letter_of_eighteen_points_is_larger(tenant, consultant):
    points = [letter_to_tenant(a_letter(tenant, consultant, largest=x))["points"] for x in (0, 1)]

    assert points == [15, 18]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Schrijf eerst wat er in de brief staat."),
        ("x" * 1501, "Deze brief is te lang: 1501 tekens."),
    ],
)
def test_letter_that_cannot_be_written_comes_back_whole(
    text, sentence, tenant, consultant, signed_in
):
    url = reverse("tenants:write_letter", args=[tenant.pk])

    answer = signed_in(consultant).post(url, {"key": str(uuid.uuid4()), "text": text})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert text in answer.content.decode()


@pytest.mark.parametrize("state", ["died", "restricted", "moved"])
def test_nobody_is_written_to_who_died_moved_or_asked_for_rest(state, tenant, consultant):
    match state:
        case "died":
            Tenant.objects.update(died_on=timezone.localdate())
        case "restricted":
            Tenant.objects.update(restricted_at=timezone.now())
        case "moved":
            Tenancy.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    tenant.refresh_from_db()

    with pytest.raises(Refused):
        a_letter(tenant, consultant)


def test_letter_is_for_those_who_may_see_the_tenant(
    tenant, consultant, other_consultant, caretaker, signed_in
):
    letter = a_letter(tenant, consultant)

    for stranger in (other_consultant, caretaker):
        assert signed_in(stranger).get(letter.get_absolute_url()).status_code == 404


def test_step_to_send_a_letter_leads_to_the_letter(tenant, consultant, signed_in):
    signal = factories.a_signal(tenant, owner=consultant)
    step = signal.follow_ups.open().get()
    signals.finish(
        step, outcome=FollowUp.Outcome.SPOKEN, next_kind=FollowUp.Kind.LETTER, by=consultant
    )

    page = signed_in(consultant).get(signal.get_absolute_url()).content.decode()

    assert reverse("tenants:write_letter", args=[tenant.pk]) in page


def test_letter_that_was_mended_after_back_is_another_letter(tenant, consultant):
    key = uuid.uuid4()
    first = a_letter(tenant, consultant, key=key)

    second = a_letter(tenant, consultant, key=key, text="Ik kom woensdag.")

    assert first.pk != second.pk
    assert letter_to_tenant(second)["paragraphs"][1:] == ["Ik kom woensdag."]


# --- an address to check --------------------------------------------------------------------------


def letter_of_the_file(tenant, by, client):
    letter = a_letter(tenant, by)
    return client.post(reverse("tenants:mark_letter_returned", args=[letter.pk]), follow=True)


def invitation_by_letter(tenant, by, client):
    invite = an_invite(a_meetup(by=by), tenant, by=by)
    return client.post(reverse("activities:mark_returned", args=[invite.pk]), follow=True)


@pytest.mark.parametrize(
    "came_back", [letter_of_the_file, invitation_by_letter], ids=lambda case: case.__name__
)
def test_returned_letter_puts_the_address_on_the_list_of_somebody(
    came_back, tenant, consultant, signed_in
):
    client = signed_in(consultant)
    came_back(tenant, consultant, client)

    today = client.get(reverse("signals:today")).content.decode()
    file = client.get(tenant.get_absolute_url()).content.decode()
    url = reverse("tenants:confirm_address", args=[tenant.pk])
    confirmed = client.post(url, follow=True).content.decode()

    assert tenant.listed_name in today.split('id="nakijken"')[1]
    assert "kijk het adres na" in " ".join(file.split())
    assert "het adres van" in confirmed
    assert 'id="nakijken"' not in client.get(reverse("signals:today")).content.decode()


def test_address_to_check_is_not_on_the_list_of_another_area(
    tenant, consultant, other_consultant, signed_in
):
    letter_of_the_file(tenant, consultant, signed_in(consultant))

    page = signed_in(other_consultant).get(reverse("signals:today")).content.decode()

    assert 'id="nakijken"' not in page


# --- letters in the language of the tenant --------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "greeting"),
    [("POL", "Z poważaniem"), ("TUR", "Saygılarımızla"), ("NLD", "Met vriendelijke groet,"),
     ("ZHO", "Met vriendelijke groet,")],
)  # fmt: skip
def test_letter_about_a_visit_is_in_the_language_of_the_tenant(
    language, greeting, tenant, consultant, every_day_is_worked
):
    Tenant.objects.update(language=language)
    signal = factories.a_signal(Tenant.objects.get(pk=tenant.pk), owner=consultant)
    signals.plan_visit(
        signal, starts_at=at(3), minutes=30, companion=None, told="letter", by=consultant
    )

    text = render_text(Message.objects.get(kind="visit_announced"))

    assert greeting in text


def test_languages_of_letters_are_those_of_the_site(settings):
    assert set(READ_IN.values()) == {code for code, _ in settings.LANGUAGES}


# --- forms on paper -------------------------------------------------------------------------------


def test_two_questions_are_printed_with_boxes(consultant, signed_in):
    printed = signed_in(consultant).get(reverse("signals:question_sheet"))
    often, content = question_sheet_data()["questions"]

    assert printed.content.startswith(b"%PDF")
    assert often["answers"] == ["Bijna elke dag", "Elke week", "Elke maand", "Minder vaak"]
    assert content["answers"] == ["Ja", "Een beetje", "Nee"]


def test_answer_sheet_is_printed_once_the_author_agreed(coordinator, signed_in):
    client, url = signed_in(coordinator), reverse("tenants:answer_sheet")
    before = client.get(url)
    Permission.objects.create(
        instrument=VERSION, reference="map", given_on=timezone.localdate(), recorded_by=coordinator
    )

    printed = client.get(url)

    assert before.url == reverse("tenants:enter_form")
    assert printed.content.startswith(b"%PDF")
    texts = [question["text"] for question in answer_sheet_data()["questions"]]
    assert texts == ["Vraag 3", "Vraag 4", "Vraag 7", "Vraag 8", "Vraag 9", "Vraag 10"]
