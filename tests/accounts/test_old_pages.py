"""A page from before somebody signed in: its token is no longer valid, what was typed is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from activities.models import SignUp
from signals.models import Signal
from tests import factories
from tests.factories.activities import a_meetup
from tests.signals.test_log import typed

pytestmark = pytest.mark.django_db
OUR_PAGE = {"Origin": "http://testserver"}


@pytest.fixture
def visitor() -> Client:
    """A client whose tokens are checked, as those of a browser are."""
    return Client(enforce_csrf_checks=True)


def send_again(visitor: Client, url: str, form: dict):
    """Press the button of the page that offers the form again: the same fields, a valid token."""
    token = visitor.cookies["csrftoken"].value
    return visitor.post(url, form | {"csrfmiddlewaretoken": token}, headers=OUR_PAGE)


def test_form_of_staff_from_before_signing_in_can_be_sent_again(
    visitor, caretaker, consultant, area
):
    visitor.force_login(caretaker)
    form = typed(f"{factories.a_home(area).pk}:", fact="Vroeg naar een taalmaatje.")
    url = reverse("signals:log")

    offered = visitor.post(url, form | {"csrfmiddlewaretoken": "x" * 64}, headers=OUR_PAGE)
    sent = send_again(visitor, url, form)

    text = offered.content.decode()
    assert offered.status_code == 403
    assert f"Je bent nu ingelogd als {caretaker.name}" in text
    assert 'name="fact" value="Vroeg naar een taalmaatje."' in text
    assert "Alsnog versturen" in text
    assert sent.status_code == 302
    assert Signal.objects.get().fact == "Vroeg naar een taalmaatje."


def test_form_of_a_tenant_with_an_old_page_can_be_sent_again(visitor):
    meetup = a_meetup()
    url = reverse("activities:sign_up", args=[meetup.pk])
    form = {"name": "Sjaan Mol", "phone": "06 11223344", "party": "1"}

    offered = visitor.post(url, form | {"csrfmiddlewaretoken": "x" * 64}, headers=OUR_PAGE)

    text = offered.content.decode()
    assert offered.status_code == 403
    assert "Dat ligt niet aan u" in text
    assert 'name="name" value="Sjaan Mol"' in text
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elders.example"}, {"Origin": "null"}, {}], ids=str
)
def test_form_of_another_site_is_refused_and_not_offered_again(visitor, caretaker, headers):
    visitor.force_login(caretaker)

    answer = visitor.post(reverse("signals:log"), typed("", fact="Kwaad."), headers=headers)

    assert answer.status_code == 403
    assert "Kwaad." not in answer.content.decode()


def test_passwords_and_codes_are_not_shown_again(visitor, caretaker):
    visitor.force_login(caretaker)
    url = reverse("signals:log")
    form = {"fact": "Woord", "password": "geheim-1", "oldpassword": "geheim-2", "code": "geheim-3"}

    text = visitor.post(url, form, headers=OUR_PAGE).content.decode()

    assert "Woord" in text
    assert "geheim" not in text


def test_who_presses_the_sign_in_button_twice_goes_on(visitor, caretaker):
    visitor.force_login(caretaker)

    answer = visitor.post(
        reverse("account_login"), {"login": caretaker.email, "password": "x"}, headers=OUR_PAGE
    )

    assert answer.status_code == 302
    assert answer.url == reverse("home")
