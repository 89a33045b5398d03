"""The tabs of a partner's inbox: their contents, requests for feedback, and query counts."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.demo.clock import days_ago
from ground.workdays import working_days_before
from referrals import actions
from referrals.models import Referral
from tests import factories
from tests.factories.referrals import CAME_ALONG_ONCE, GOES_BY_ITSELF, a_question, a_referral

pytestmark = pytest.mark.django_db
Status = Referral.Status
INBOX = "/verwijzingen/postvak/"


def url(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.number])


@pytest.mark.parametrize(
    ("status", "tab"),
    [
        (Status.OFFERED, "open"), (Status.QUESTION, "open"), (Status.ACCEPTED, "loopt"),
        (Status.UNDER_WAY, "loopt"), (Status.COMPLETED, "klaar"), (Status.ENDED, "klaar"),
        (Status.DECLINED, "klaar"),
    ],
)  # fmt: skip
def test_every_status_is_in_one_tab(status, tab, signal, consultant, partner_worker, signed_in):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    found = [
        toon
        for toon in ("open", "loopt", "klaar")
        if str(referral.number)
        in signed_in(partner_worker).get(INBOX, {"toon": toon}).content.decode()
    ]

    assert found == [tab]
    assert signed_in(partner_worker).get(url("answer_page", referral)).status_code == 200


@pytest.mark.parametrize("query", ["toon=onzin", "na=x", "na=9" * 40, "toon=&na="])
def test_unknown_query_parameters_show_the_inbox(query, referral, partner_worker, signed_in):
    assert signed_in(partner_worker).get(f"{INBOX}?{query}").status_code == 200


def test_empty_inbox_says_so(partner_worker, signed_in):
    text = signed_in(partner_worker).get(INBOX).content.decode()

    assert "Alles is beantwoord" in text


def test_only_offered_referrals_count_as_waiting(
    signal, consultant, partner_worker, area, signed_in
):
    a_referral(factories.a_tenant(factories.a_home(area)), by=consultant, worker=partner_worker)
    a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.QUESTION)

    text = signed_in(partner_worker).get(INBOX).content.decode()

    assert "1 wacht op jouw antwoord" in text


def test_late_referral_shows_the_working_days_late(referral, partner_worker, signed_in):
    Referral.objects.update(due_on=working_days_before(timezone.localdate(), 3))

    text = signed_in(partner_worker).get(INBOX).content.decode()

    assert "Te laat" in text
    assert "3 dagen" in text


def test_list_asks_for_feedback_two_weeks_after_acceptance(
    signal, consultant, partner_worker, signed_in
):
    with days_ago(14):
        a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED)

    text = signed_in(partner_worker).get(INBOX, {"toon": "loopt"}).content.decode()

    assert "Meld terug" in text
    assert "terugmelden voor" in text


def test_recent_feedback_postpones_the_next_request(signal, consultant, partner_worker, signed_in):
    with days_ago(14):
        referral = a_referral(
            signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED
        )
    actions.report_back(referral, key=uuid.uuid4(), by=partner_worker, **CAME_ALONG_ONCE)

    text = signed_in(partner_worker).get(INBOX, {"toon": "loopt"}).content.decode()

    assert "ging 1 keer mee" in text
    assert "terugmelden voor" not in text


def test_list_is_paginated_by_key(consultant, partner_worker, area, signed_in, monkeypatch):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    sent = [
        a_referral(factories.a_tenant(factories.a_home(area)), by=consultant, worker=partner_worker)
        for _ in range(3)
    ]

    first = signed_in(partner_worker).get(INBOX).content.decode()
    rest = signed_in(partner_worker).get(INBOX, {"na": sent[1].pk}).content.decode()

    assert str(sent[0].number) not in first
    assert str(sent[0].number) in rest
    assert str(sent[1].number) not in rest


@pytest.mark.parametrize("tab", ["open", "loopt"])
def test_query_count_is_constant_with_a_larger_inbox(
    tab, consultant, partner_worker, area, signed_in, monkeypatch
):
    monkeypatch.setattr("ground.paging.PAGE", 50)
    as_worker = signed_in(partner_worker)

    def fill(count: int) -> None:
        for _ in range(count):
            home = factories.a_home(area)
            referral = a_referral(factories.a_tenant(home), by=consultant, worker=partner_worker)
            if tab == "loopt":
                actions.accept(referral, by=partner_worker)
                actions.report_back(referral, by=partner_worker, **CAME_ALONG_ONCE)
            else:
                a_question(referral, by=partner_worker)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert as_worker.get(INBOX, {"toon": tab}).status_code == 200
        return len(counted)

    fill(3)
    queries()
    few = queries()
    fill(27)

    assert Referral.objects.count() == 30
    assert queries() == few


def test_completed_referral_shows_that_contact_was_restored(
    signal, consultant, partner_worker, signed_in
):
    referral = a_referral(
        signal=signal, by=consultant, worker=partner_worker, status=Status.ACCEPTED
    )

    signed_in(partner_worker).post(
        url("report_back", referral), GOES_BY_ITSELF | {"key": uuid.uuid4()}
    )

    text = signed_in(partner_worker).get(INBOX, {"toon": "klaar"}).content.decode()
    assert "Contact hersteld" in text
