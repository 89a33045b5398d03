"""Opening a code counts for people: not for robots and previews, and not again for a reload."""

import pytest
from django.test import Client

from outreach.models import Code
from tests.factories.outreach import a_code

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/130.0 Mobile"


@pytest.fixture
def code() -> Code:
    return a_code()


def opened(code: Code, *, agent: str = PHONE, address: str = "192.0.2.1", **headers) -> int:
    answer = Client().get(
        f"/p/{code.code}/", headers={"User-Agent": agent} | headers, REMOTE_ADDR=address
    )
    assert answer["Location"] == f"/agenda/?code={code.code}"
    code.refresh_from_db()
    return code.visits


@pytest.mark.parametrize(
    "agent",
    [
        "", "WhatsApp/2.24.20", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "curl/8.5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)", "python-requests/2.32",
        "Mozilla/5.0 HeadlessChrome/130.0 Safari/537.36", "Discordbot/2.0", "SkypeUriPreview",
    ],
)  # fmt: skip
def test_robot_or_preview_is_not_counted_and_finds_the_agenda(code, agent):
    assert opened(code, agent=agent) == 0
    assert opened(code) == 1


def test_page_that_a_browser_loads_ahead_is_not_counted(code):
    assert opened(code, **{"Sec-Purpose": "prefetch"}) == 0


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1",
        "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0",
        "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG 9) AppleWebKit/537.36 Chrome/130.0",
        "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 Silk/130.1 like Chrome",
    ],
)
def test_telephone_of_a_person_is_counted(code, agent):
    assert opened(code, agent=agent) == 1


def test_reload_is_not_counted_and_a_neighbour_is(code):
    opened(code)
    assert opened(code) == 1
    assert opened(code, address="192.0.2.2") == 2
    assert opened(code, agent=PHONE.replace("14", "15")) == 3


def test_another_code_of_the_same_person_is_counted(code):
    opened(code)

    assert opened(a_code(label="Hal")) == 1
