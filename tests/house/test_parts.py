"""A part of a page, asked for by itself, leads to the whole page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse

from tests import factories

pytestmark = pytest.mark.django_db
BY_ITSELF = {"Sec-Fetch-Mode": "navigate"}
TEMPLATES = Path(settings.BASE_DIR) / "templates"
FRAGMENT = re.compile(r'{%\s*fragment\s+"([a-z_:]+)"')


def view_of(name: str):
    """Return the view with this URL name; a part takes one number or none."""
    try:
        return resolve(reverse(name, args=[1])).func
    except NoReverseMatch:
        return resolve(reverse(name)).func


def test_every_part_that_a_page_includes_names_its_whole_page():
    named = {
        name for file in TEMPLATES.rglob("*.html") for name in FRAGMENT.findall(file.read_text())
    }

    assert len(named) > 10
    alone = {name for name in named if not hasattr(view_of(name), "whole_page")}
    assert not alone, f"Put @part_of on {', '.join(sorted(alone))}."


@pytest.mark.parametrize(
    "name", ["signals:next_step", "signals:of_tenant", "referrals:badge", "housing:of_tenant"]
)
def test_part_of_a_file_leads_to_the_file(name, consultant, area, signed_in):
    tenant = factories.a_tenant(factories.a_home(area))
    client = signed_in(consultant)

    alone = client.get(reverse(name, args=[tenant.pk]), headers=BY_ITSELF)
    file = client.get(tenant.get_absolute_url(), headers=BY_ITSELF)

    assert alone.url == tenant.get_absolute_url()
    assert "Er zijn geen signalen." in file.content.decode()  # the parts are there


def test_choice_of_addresses_leads_to_the_form(consultant, signed_in):
    url = reverse("signals:address_choices")
    client = signed_in(consultant)

    alone = client.get(url, {"address": "merel"}, headers=BY_ITSELF)
    by_htmx = client.get(url, {"address": "merel"}, headers={"HX-Request": "true"})

    assert alone.url == reverse("signals:log")
    assert by_htmx.status_code == 200


def test_part_stays_shut_for_who_may_not_see_it(caretaker, area, signed_in):
    tenant = factories.a_tenant(factories.a_home(area))

    answer = signed_in(caretaker).get(
        reverse("signals:next_step", args=[tenant.pk]), headers=BY_ITSELF
    )

    assert answer.status_code == 404
