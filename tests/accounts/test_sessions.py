"""How long a session lasts: ten hours, and half an hour without use where files are opened."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import OPENS_FILES, SECOND_FACTOR, Role
from accounts.sessions import SINCE, USED
from signals.models import Signal
from tests import factories
from tests.signals.test_log import typed

pytestmark = pytest.mark.django_db
MINUTE = 60
HTMX = {"HX-Request": "true"}


@pytest.fixture
def later(monkeypatch):
    """Return a function that lets seconds go by for the sessions."""
    passed = [0.0]
    clock = time.time

    def go_by(seconds: float) -> None:
        passed[0] += seconds

    monkeypatch.setattr("accounts.sessions.time.time", lambda: clock() + passed[0])
    return go_by


def opens(client: Client, **headers) -> bool:
    return client.get(reverse("account"), headers=headers).status_code == 200


@pytest.mark.parametrize("role", sorted(OPENS_FILES))
def test_session_of_who_opens_files_ends_after_half_an_hour_without_use(signed_in, later, role):
    client = signed_in(factories.a_user(Role(role)))
    later(29 * MINUTE)
    assert opens(client)
    later(31 * MINUTE)

    assert not opens(client)


@pytest.mark.parametrize("role", [Role.CARETAKER, Role.HOST, Role.TENANT])
def test_session_of_who_opens_no_file_lasts_ten_hours(signed_in, later, role):
    client = signed_in(factories.a_user(role))

    for _ in range(10):
        later(59 * MINUTE)
        assert opens(client)
    later(11 * MINUTE)

    assert not opens(client)


def test_session_in_use_lasts_ten_hours_and_no_longer(signed_in, later, consultant):
    client = signed_in(consultant)
    for _ in range(23):
        later(26 * MINUTE)
        assert opens(client)
    later(3 * MINUTE)

    assert not opens(client)


def test_only_caretakers_of_those_with_a_second_factor_open_no_files():
    assert {Role.CARETAKER} == SECOND_FACTOR - OPENS_FILES


def test_typing_keeps_a_session_open(signed_in, later, consultant):
    client = signed_in(consultant)
    for _ in range(3):
        later(20 * MINUTE)
        client.post(
            reverse("signals:guard"), {"fact": "Post"}, headers=HTMX | {"While-Typing": "1"}
        )

    assert opens(client)


def test_page_that_asks_by_the_clock_does_not_keep_a_session_open(signed_in, later, consultant):
    client = signed_in(consultant)
    for _ in range(3):
        later(20 * MINUTE)
        client.get(reverse("signals:today"), headers=HTMX | {"By-Itself": "1"})

    assert not opens(client)


def test_sign_in_page_says_why_and_what_was_typed_comes_back(signed_in, later, consultant, area):
    client, url = signed_in(consultant), reverse("signals:log")
    form = typed(f"{factories.a_home(area).pk}:", fact="Vroeg naar een taalmaatje.")
    client.get(url)
    later(31 * MINUTE)

    asked = client.post(url, form, follow=True)
    client.force_login(consultant)
    back = client.get(url).text

    assert "Je deed 30 minuten niets. Daarom ben je uitgelogd." in asked.text
    assert not Signal.objects.exists()
    assert "Vroeg naar een taalmaatje." in back
    assert "Alsnog versturen" in back


def test_use_is_written_once_a_minute(signed_in, later, consultant):
    client = signed_in(consultant)
    at_sign_in = client.session[USED]

    client.get(reverse("account"))
    within = client.session[USED]
    later(2 * MINUTE)
    client.get(reverse("account"))

    assert within == at_sign_in == client.session[SINCE]
    assert client.session[USED] > at_sign_in
