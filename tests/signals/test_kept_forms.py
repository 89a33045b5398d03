"""A form sent after the session ended waits until the same user has signed in again."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from accounts.tasks import sweep_sessions
from signals.models import Signal
from tests import factories
from tests.signals.test_log import typed

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WHILE_TYPING = HTMX | {"While-Typing": "1"}


def run_out() -> None:
    """End all sessions, as after ten hours."""
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def test_kept_form_is_never_offered_to_another_user(client, caretaker, consultant, area):
    url = reverse("signals:log")
    client.force_login(caretaker)
    run_out()
    client.post(url, typed(f"{factories.a_home(area).pk}:"))

    client.force_login(consultant)

    assert "Post stapelt op." not in client.get(url).content.decode()
    assert "kept" not in client.session


def test_form_of_an_anonymous_visitor_is_not_kept(client, area):
    client.post(reverse("signals:log"), typed(f"{factories.a_home(area).pk}:"))

    assert Session.objects.count() == 0


def test_kept_form_holds_no_citizen_service_number(client, caretaker, area):
    client.force_login(caretaker)
    run_out()

    client.post(
        reverse("signals:log"), typed(f"{factories.a_home(area).pk}:", fact="Zei: bsn 123456782.")
    )

    assert "123456782" not in str(client.session["kept"])


def test_expired_sessions_are_deleted(client, caretaker):
    client.force_login(caretaker)
    assert sweep_sessions() == 0

    Session.objects.update(expire_date=timezone.now() - timedelta(hours=3))

    assert sweep_sessions() == 1


def test_form_sent_after_the_session_expired_is_kept_and_can_be_sent_again(
    client, caretaker, consultant, area
):
    home = factories.a_home(area)
    form = typed(f"{home.pk}:")
    url = reverse("signals:log")
    client.force_login(caretaker)
    run_out()

    lost = client.post(url, form)
    client.force_login(caretaker)
    back = client.get(url)
    client.post(url, form)

    assert lost.status_code == 302
    assert "Post stapelt op." in back.content.decode()
    assert "Alsnog versturen" in back.content.decode()
    assert Signal.objects.get().key == uuid.UUID(form["key"])


def test_request_while_typing_in_an_expired_session_leaves_the_page_and_its_cookie(
    client, caretaker
):
    client.force_login(caretaker)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    run_out()

    warned = client.post(reverse("signals:guard"), {"fact": "Post"}, headers=WHILE_TYPING)
    searched = client.get(
        reverse("signals:address_choices"), {"address": "m"}, headers=WHILE_TYPING
    )

    for answer in (warned, searched):
        assert answer.status_code == 401
        assert "HX-Redirect" not in answer
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert client.cookies[settings.SESSION_COOKIE_NAME].value == before


@pytest.mark.parametrize("first", ["typing", "sending"])
def test_form_sent_together_with_a_request_while_typing_is_kept(client, caretaker, area, first):
    form = typed(f"{factories.a_home(area).pk}:")
    url = reverse("signals:log")
    client.force_login(caretaker)
    run_out()
    requests = {
        "typing": lambda: client.post(reverse("signals:guard"), form, headers=WHILE_TYPING),
        "sending": lambda: client.post(url, form, headers=HTMX),
    }

    answers = {name: requests[name]() for name in sorted(requests, key=lambda one: one != first)}
    client.force_login(caretaker)
    back = client.get(url).content.decode()

    assert answers["sending"]["HX-Redirect"] == f"/account/login/?next={url}"
    assert "Alsnog versturen" in back
    assert form["fact"] in back


def again(form: dict, page: str) -> dict:
    """The fields that a button 'Alsnog versturen' on the page sends for a form."""
    ids = re.findall(r'name="kept-form" value="(\w+)"', page)
    return form | {"kept-form": ids[0]}


def test_form_is_kept_after_the_session_was_deleted(client, caretaker, area):
    form = typed(f"{factories.a_home(area).pk}:")
    url = reverse("signals:log")
    client.force_login(caretaker)
    client.get(url)
    Session.objects.all().delete()

    client.post(url, form)
    client.force_login(caretaker)
    page = client.get(url).content.decode()

    assert f'<blockquote class="mt2">{form["fact"]}</blockquote>' in page


def test_forms_of_two_tabs_are_both_kept_until_each_is_sent_or_discarded(
    client, caretaker, consultant, area
):
    home, url = factories.a_home(area), reverse("signals:log")
    first, second = (typed(f"{home.pk}:", fact=fact) for fact in ("Post in de gang.", "Lamp uit."))
    client.force_login(caretaker)
    client.get(url)
    run_out()
    client.post(url, first)
    client.post(url, second)
    client.force_login(caretaker)

    both = client.get(url).content.decode()
    client.post(url, again(first, both))
    one = client.get(url).content.decode()
    client.post(url, again(second, one) | {"kept-discard": "1"})
    none = client.get(url).content.decode()

    assert first["fact"] in both
    assert second["fact"] in both
    assert first["fact"] not in one
    assert second["fact"] in one
    assert "Je was even weg" not in none
    assert [signal.fact for signal in Signal.objects.all()] == [first["fact"]]


def test_own_settings_are_kept_too(client, caretaker):
    url = reverse("account")
    client.force_login(caretaker)
    client.get(url)
    run_out()

    client.post(url, {"theme": "donker"})
    client.force_login(caretaker)

    assert 'name="theme" value="donker"' in client.get(url).content.decode()


def test_a_forged_cookie_keeps_nothing(client, area):
    client.cookies["last-user"] = "1:forged"

    client.post(reverse("signals:log"), typed(f"{factories.a_home(area).pk}:"))

    assert Session.objects.count() == 0


def test_kept_form_shows_the_words_and_not_what_the_page_showed(client, caretaker, area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    url = reverse("signals:reword", args=[signal.pk])
    client.force_login(caretaker)
    page = client.get(url).content.decode()
    shown = unescape(re.search(r'name="shown" value="([^"]+)"', page)[1])
    Session.objects.all().delete()

    client.post(url, {"fact": "Deed niet open.", "shown": shown})
    client.force_login(caretaker)
    text = client.get(url).content.decode()

    assert re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", text, re.DOTALL) == [
        "Deed niet open."
    ]


def test_session_after_a_kept_form_lasts_as_long_as_any_other(client, caretaker, area):
    url = reverse("signals:log")
    client.force_login(caretaker)
    run_out()
    client.post(url, typed(f"{factories.a_home(area).pk}:"))
    client.force_login(caretaker)
    while_it_waited = client.session.get_expiry_age()

    client.get(url)

    assert while_it_waited < settings.SESSION_COOKIE_AGE
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert client.session.get_expire_at_browser_close()
