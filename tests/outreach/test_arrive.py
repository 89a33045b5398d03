"""The short address on paper: one count per visit, tolerant of typing, redirects to the agenda."""

import pytest
from django.test import Client

from outreach.models import ALPHABET, Code, as_printed
from tests.factories.activities import a_meetup
from tests.factories.outreach import a_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """The telephone of a resident."""
    return Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile"})


@pytest.fixture
def code() -> Code:
    code = a_code()
    Code.objects.filter(pk=code.pk).update(code="4F7Q")
    code.refresh_from_db()
    return code


@pytest.mark.parametrize("typed", ["4F7Q", "4f7q", "4f-7q", "4F7Q.", "4F 7Q"])
def test_code_typed_in_any_form_redirects_and_is_counted(client, code, typed):
    answer = client.get(f"/p/{typed}/")

    code.refresh_from_db()
    assert answer["Location"] == "/agenda/?code=4F7Q"
    assert code.visits == 1
    assert not answer.cookies


def test_head_request_is_not_counted(client, code):
    client.head("/p/4F7Q/")

    code.refresh_from_db()
    assert code.visits == 0


def test_code_with_a_meetup_redirects_to_the_meetup(client, code):
    meetup = a_meetup()

    answer = client.get("/p/4F7Q/", {"activiteit": meetup.pk})

    assert answer["Location"] == f"/agenda/{meetup.pk}/?code=4F7Q"


@pytest.mark.parametrize("where", ["//evil.example", "-1", "9" * 40, "x"])
def test_code_never_redirects_to_another_site(client, code, where):
    answer = client.get("/p/4F7Q/", {"activiteit": where})

    assert answer["Location"] == "/agenda/?code=4F7Q"


@pytest.mark.parametrize("typed", ["ZZZZ", "-", "🙂", "x" * 300])
def test_unknown_code_redirects_to_the_agenda_with_a_notice(client, typed):
    answer = client.get(f"/p/{typed}/", follow=True)

    assert answer.status_code == 200
    assert "Dat ligt niet aan u." in answer.content.decode()


def test_code_has_no_ambiguous_characters():
    codes = [a_code(label=f"Plek {n}").code for n in range(20)]

    assert all(set(code) <= set(ALPHABET) and as_printed(code) == code for code in codes)
