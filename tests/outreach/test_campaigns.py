"""Campaigns: cost and results of their printed materials, without personal data."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from outreach import actions
from outreach.models import Campaign, next_national_week
from tests.factories.activities import a_sign_up
from tests.factories.outreach import a_campaign, a_code, an_effort

pytestmark = pytest.mark.django_db


def form(owner: User, **fields) -> dict:
    return {
        "key": uuid.uuid4(), "name": "Burendag", "goal": "Iedereen kent een buur",
        "audience": "Iedereen", "owner": owner.pk, "starts_on": "2026-09-26",
        "ends_on": "2026-10-26", "budget": "350",
    } | fields  # fmt: skip


def test_same_form_sent_twice_creates_one_campaign(signed_in, consultant):
    same = form(consultant)

    signed_in(consultant).post(reverse("outreach:start_campaign"), same)
    signed_in(consultant).post(reverse("outreach:start_campaign"), same)

    assert Campaign.objects.count() == 1


def test_invalid_form_keeps_the_input(signed_in, consultant):
    answer = signed_in(consultant).post(
        reverse("outreach:start_campaign"), form(consultant, starts_on="", budget="-1")
    )

    assert answer.status_code == 422
    assert "Kies de dag waarop het begint." in answer.content.decode()
    assert 'value="Burendag"' in answer.content.decode()


def test_spot_has_one_code(consultant):
    campaign = a_campaign()

    effort = an_effort(campaign, "Merelstraat", by=consultant)

    first = actions.add_code(effort, label="Portiek B", by=consultant)
    second = actions.add_code(effort, label="Portiek B", by=consultant)

    assert first == second
    assert [code.label for code in effort.codes.all()] == ["Merelstraat", "Portiek B"]


def test_query_count_of_the_page_is_constant_with_ten_times_the_codes(signed_in, consultant):
    campaign = a_campaign()
    client = signed_in(consultant)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(campaign.get_absolute_url()).status_code == 200
        return len(captured)

    a_code(campaign)
    queries()
    few = queries()
    for n in range(10):
        a_sign_up(code=a_code(campaign, f"Plek {n}"))

    assert queries() == few


def test_qr_code_is_an_svg_without_style_or_script(signed_in, consultant):
    answer = signed_in(consultant).get(reverse("outreach:qr", args=[a_code().pk]))

    drawing = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml"
    assert drawing.lstrip().startswith("<?xml") or drawing.startswith("<svg")
    assert "style=" not in drawing


def test_poster_has_the_phone_number_and_the_address_to_type(signed_in, consultant):
    code = a_code()

    said = signed_in(consultant).get(reverse("outreach:poster", args=[code.pk])).content.decode()

    assert "088 000 12 34" in said
    assert f"/p/{code.code}" in said


def test_list_is_paginated_by_key(signed_in, consultant):
    for n in range(55):
        a_campaign(name=f"Campagne {n:02}.")
    client = signed_in(consultant)
    last = Campaign.objects.order_by("-starts_on", "-pk")[49]

    first = client.get(reverse("outreach:campaign_list")).content.decode()
    rest = client.get(reverse("outreach:campaign_list"), {"na": last.pk}).content.decode()

    assert f"na={last.pk}" in first
    assert len(re.findall(r"Campagne \d\d", rest)) == 5


@pytest.mark.parametrize(
    "who", ["caretaker", "host", "tenant_user", "partner_worker", "administrator"]
)
def test_campaigns_are_not_found_without_permission(who, request, signed_in):
    code = a_code()
    client = signed_in(request.getfixturevalue(who))
    pages = [
        reverse("outreach:campaign_list"), reverse("outreach:start_campaign"),
        code.campaign.get_absolute_url(),
        reverse("outreach:qr", args=[code.pk]), reverse("outreach:poster", args=[code.pk]),
        reverse("activities:of_campaign", args=[code.campaign.pk]),
    ]  # fmt: skip

    assert {client.get(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("who", ["caretaker", "host", "stranger", "partner_worker"])
def test_only_users_with_the_inform_permission_create_campaigns(who, request):
    with pytest.raises(Http404):
        a_campaign(by=request.getfixturevalue(who))


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2026, 9, 1), date(2026, 9, 24)),
        (date(2026, 9, 24), date(2026, 9, 24)),
        (date(2026, 11, 23), date(2027, 9, 30)),
    ],
)
def test_national_week_begins_on_the_last_thursday_of_september(today, week):
    assert next_national_week(today) == week
