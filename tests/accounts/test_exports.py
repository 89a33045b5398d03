"""Data leaves Aanloop as a file only after a fresh proof of the second factor."""

import ast
import inspect
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.checks import url_patterns
from tenants import actions
from tenants.models import RightsRequest
from tests import factories
from tests.accounts.signing_in import app_code, prove, set_up_app, with_factor

# Downloads without data of people who live here, or of one appointment to put in a calendar.
WITHOUT_PROOF = {
    "activities:calendar_entry": "one meetup, also for the public",
    "activities:series_calendar": "the meetups of a series, also for the public",
    "activities:feed": "the public agenda",
    "partners:document": "a contract between two organisations",
    "insights:download": "figures for the municipality, small numbers hidden",
}


def makes_a_file(view: Callable, looked_at: frozenset = frozenset()) -> bool:
    """Return whether a function of ours returns a download, itself or by a function it calls."""
    function = inspect.unwrap(view)
    module = inspect.getmodule(function)
    ours = module and module.__name__.split(".")[0] in settings.ROOMS
    if not ours or not inspect.isfunction(function) or function in looked_at:
        return False
    nodes = list(ast.walk(ast.parse(inspect.getsource(function))))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    if any(isinstance(text, str) and text.startswith("attachment") for text in texts):
        return True
    called = {node.id for node in nodes if isinstance(node, ast.Name)} & set(vars(module))
    return any(
        makes_a_file(found, looked_at | {function})
        for name in called
        if callable(found := vars(module)[name])
    )


def downloads() -> dict[str, Callable]:
    """Return the views of our rooms that return a download, by URL name."""
    return {
        name: pattern.callback
        for name, _, pattern in url_patterns()
        if makes_a_file(pattern.callback)
    }


def asks_fresh_proof(view: Callable | None) -> bool:
    while view is not None:
        if getattr(view, "asks_fresh_proof", False):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_download_asks_for_a_fresh_proof_or_says_why_not():
    found = downloads()

    without = {name for name, view in found.items() if not asks_fresh_proof(view)}
    assert without == set(WITHOUT_PROOF), (
        "put @fresh_proof below @requires, or say in WITHOUT_PROOF why none is needed"
    )
    assert len(found) > len(WITHOUT_PROOF)


# --- What a person notices -----------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, consultant) -> Client:
    """A browser of a consultant who signed in with an app, an hour ago."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ACCOUNT_RATE_LIMITS = False
    set_up_app(consultant)
    desk = with_factor(consultant)
    grow_old(desk)
    return desk


def grow_old(desk: Client) -> None:
    """Let an hour go by since this session proved its factor."""
    session = desk.session
    session[METHODS] = [one | {"at": time.time() - 3600} for one in session[METHODS]]
    session.save()


def test_export_of_an_hour_old_session_asks_for_the_factor_and_comes_back(desk, consultant):
    url = reverse("signals:export")
    asked = desk.get(url)
    assert asked.status_code == 302
    assert "Ben jij het echt?" in desk.get(asked.url).text

    back = desk.post(asked.url, {"code": app_code(consultant), "next": url})

    assert back.url == url
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"reason": "team"})["Content-Disposition"]


def test_reason_typed_before_the_proof_grew_old_is_kept(desk, consultant):
    url = reverse("signals:export")
    desk.get(reverse("signals:today"))

    asked = desk.post(url, {"reason": "team"})
    prove(desk, consultant)

    assert "Content-Disposition" not in asked
    assert '<input type="hidden" name="reason" value="team">' in desk.get(url).text


def test_pages_that_are_no_export_ask_for_nothing(desk):
    assert desk.get(reverse("signals:today")).status_code == 200


def test_signing_in_is_a_fresh_proof(settings, consultant):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ACCOUNT_RATE_LIMITS = False
    set_up_app(consultant)

    assert with_factor(consultant).get(reverse("signals:export")).status_code == 200


def test_button_without_fields_leads_back_to_its_page(desk, coordinator, area):
    set_up_app(coordinator)
    office = with_factor(coordinator)
    asked = actions.receive_request(
        factories.a_tenant(factories.a_home(area)),
        kind=RightsRequest.Kind.ACCESS,
        via="phone",
        received_on=timezone.localdate(),
        identity="Ken ik",
        by=coordinator,
    )
    page = reverse("tenants:request_page", args=[asked.pk])
    grow_old(office)

    answer = office.post(
        reverse("tenants:give_subject_access", args=[asked.pk, "pdf"]),
        headers={"Referer": f"http://testserver{page}"},
    )

    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={page}")


@pytest.mark.parametrize("name", ["audit:download", "audit:review_file"])
def test_link_to_a_file_leads_back_to_its_page_and_says_to_choose_it_again(
    desk, privacy_officer, name
):
    set_up_app(privacy_officer)
    office = with_factor(privacy_officer)
    grow_old(office)
    page = reverse("audit:trail") + "?wat=bekeken"
    args = [timezone.localdate()] if name == "audit:review_file" else []

    asked = office.get(reverse(name, args=args), headers={"Referer": f"http://testserver{page}"})
    proving = office.get(asked.url).text
    back = office.post(asked.url, {"code": app_code(privacy_officer), "next": page})

    assert parse_qs(urlsplit(asked.url).query)["next"] == [page]
    assert "Kies het bestand dan nog een keer." in proving
    assert back.url == page


def test_page_that_asks_for_the_factor_has_a_way_back_and_a_way_out(desk, consultant):
    asked = desk.get(reverse("signals:export"))
    page = reverse("signals:signal_list")

    text = desk.get(asked.url, headers={"Referer": f"http://testserver{page}"}).text
    wrong = desk.post(asked.url, {"code": "000000"}, headers={"Referer": asked.url})

    assert f'<a href="{page}">Terug</a>' in text
    assert reverse("account_logout") in text
    assert "Deze code klopt niet, of is te oud." in wrong.text
