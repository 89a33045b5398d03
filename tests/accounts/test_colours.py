"""Which colours a page has: those of the device for visitors and tenants, a choice for staff."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def dark_sheet(page: str) -> str | None:
    """When the dark sheet applies: its media query; None when the page does not link it."""
    found = re.search(r'<link[^>]*dark[^>]*css"[^>]*media="([^"]*)"', page)
    return found and found[1]


@pytest.mark.parametrize("path", ["/agenda/", "/melden/", "/account/login/", "/bestaat-niet/"])
def test_visitor_sees_the_colours_of_the_device(client, path):
    page = client.get(path).content.decode()

    assert dark_sheet(page) == "screen and (prefers-color-scheme: dark)"


def test_tenant_who_is_signed_in_sees_the_colours_of_the_device(signed_in, tenant_user):
    page = signed_in(tenant_user).get("/agenda/").content.decode()

    assert dark_sheet(page) == "screen and (prefers-color-scheme: dark)"


@pytest.mark.parametrize(
    ("theme", "sheet"),
    [("licht", None), ("donker", "screen"), ("systeem", "screen and (prefers-color-scheme: dark)")],
)
def test_consultant_sees_the_colours_of_their_own_choice(signed_in, consultant, theme, sheet):
    consultant.theme = theme
    consultant.save()

    assert dark_sheet(signed_in(consultant).get("/agenda/").content.decode()) == sheet


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_page_without_the_application_follows_the_device_too(name):
    page = (settings.BASE_DIR / "templates" / name).read_text()

    assert dark_sheet(page) == "screen and (prefers-color-scheme: dark)"
