"""The sender's pages, and the fragments for other apps."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from audit.sentences import Line, sentences_for
from config.demo.clock import days_ago
from ground.workdays import working_days_before
from referrals import actions
from referrals.models import Referral
from tenants import actions as tenants
from tests import factories
from tests.factories.referrals import (
    CAME_ALONG_ONCE,
    WISH,
    a_draft,
    a_question,
    a_referral,
)

pytestmark = pytest.mark.django_db
Status = Referral.Status
LIST = "/verwijzingen/"


def piece(name: str, tenant) -> str:
    return reverse(f"referrals:{name}", args=[tenant.pk])


def timeline(tenant, to) -> list[Line]:
    """Return the timeline lines on the tenant's file."""
    return [line for _, line in sentences_for(Event.objects.about_tenant(tenant.pk), to=to)]


def test_page_shows_the_shares_and_the_status(referral, consultant, signed_in):
    text = signed_in(consultant).get(referral.get_absolute_url()).content.decode()

    assert WISH in text
    assert "088 555 66 77" in text
    assert "Wacht op partner" in text
    assert "Partner heeft nog" in text


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_page_renders_in_every_status(status, signal, consultant, partner_worker, signed_in):
    referral = a_referral(signal=signal, by=consultant, worker=partner_worker, status=status)

    assert signed_in(consultant).get(referral.get_absolute_url()).status_code == 200
    filtered = signed_in(consultant).get(LIST, {"status": status}).content.decode()
    assert referral.get_absolute_url() in filtered


def test_page_says_that_nothing_is_shared_after_withdrawn_consent(referral, consultant, signed_in):
    tenants.withdraw_consent(referral.consent, by=consultant)

    text = signed_in(consultant).get(referral.get_absolute_url()).content.decode()

    assert "Niets meer." in text
    assert "ingetrokken op" in text


def test_opening_a_referral_is_recorded(referral, consultant, tenant, signed_in):
    signed_in(consultant).get(referral.get_absolute_url())

    looked = Event.objects.get(verb="seen", subject_type="referrals.Referral")
    assert (looked.actor_id, looked.tenant_id) == (consultant.pk, tenant.pk)


@pytest.mark.parametrize("name", ["page", "reply", "withdraw"])
def test_referral_is_not_found_by_a_consultant_of_another_area(
    name, referral, other_consultant, signed_in
):
    url = reverse(f"referrals:{name}", args=[referral.number])

    answer = signed_in(other_consultant).post(url, {"key": uuid.uuid4(), "text": "Hallo"})

    assert answer.status_code == 404
    assert Referral.objects.get(pk=referral.pk).status == Status.OFFERED
    assert not referral.messages.exists()


def test_partner_cannot_open_the_senders_page(referral, partner_worker, signed_in):
    assert signed_in(partner_worker).get(referral.get_absolute_url()).status_code == 404


def test_sender_still_sees_the_referral_after_the_tenant_moved(
    referral, tenant, consultant, signed_in
):
    tenant.area = factories.an_area()
    tenant.save()

    assert signed_in(consultant).get(referral.get_absolute_url()).status_code == 200


def test_referral_is_withdrawn_with_one_button(referral, consultant, signed_in):
    answer = signed_in(consultant).post(reverse("referrals:withdraw", args=[referral.number]))

    assert answer["Location"] == referral.get_absolute_url()
    assert Referral.objects.get(pk=referral.pk).status == Status.WITHDRAWN


def test_message_that_is_too_long_stays_on_the_page(referral, consultant, signed_in):
    url = reverse("referrals:reply", args=[referral.number])

    answer = signed_in(consultant).post(url, {"key": uuid.uuid4(), "text": "Heel lang. " * 60})

    assert answer.status_code == 422
    assert "Heel lang. Heel lang." in answer.content.decode()
    assert not referral.messages.exists()


def test_list_shows_open_referrals_and_drafts(
    signal, tenant, consultant, partner_worker, signed_in
):
    drafted = a_draft(signal=signal, by=consultant)
    running, ended = (
        a_referral(
            signal=factories.a_signal(tenant, owner=consultant),
            by=consultant,
            worker=partner_worker,
            status=status,
        )
        for status in (Status.UNDER_WAY, Status.DECLINED)
    )

    text = signed_in(consultant).get(LIST).content.decode()

    assert drafted.get_absolute_url() in text
    assert running.get_absolute_url() in text
    assert ended.get_absolute_url() not in text


def test_list_is_filtered_by_partner(referral, consultant, other_partner, signed_in):
    mine, others = (
        signed_in(consultant).get(LIST, {"partner": pk}).content.decode()
        for pk in (referral.partner_id, other_partner.pk)
    )

    assert referral.get_absolute_url() in mine
    assert referral.get_absolute_url() not in others


@pytest.mark.parametrize("query", ["status=onzin", "partner=x", "na=x", "na=" + "9" * 40])
def test_unknown_query_parameters_show_the_list(query, referral, consultant, signed_in):
    assert signed_in(consultant).get(f"{LIST}?{query}").status_code == 200


def test_list_marks_late_referrals(referral, consultant, signed_in):
    Referral.objects.update(due_on=working_days_before(timezone.localdate(), 2))

    text = signed_in(consultant).get(LIST).content.decode()

    assert "Partner is 2 dagen te laat" in " ".join(text.split())


def test_list_is_paginated_by_key(consultant, area, partner, signed_in, monkeypatch):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    sent = [
        a_referral(factories.a_tenant(factories.a_home(area)), by=consultant, partner=partner)
        for _ in range(3)
    ]

    first = signed_in(consultant).get(LIST).content.decode()
    rest = signed_in(consultant).get(LIST, {"na": sent[1].pk}).content.decode()

    assert sent[0].get_absolute_url() not in first
    assert sent[0].get_absolute_url() in rest
    assert sent[1].get_absolute_url() not in rest


def test_query_count_is_constant_with_a_longer_list(consultant, area, partner_worker, signed_in):
    as_consultant = signed_in(consultant)

    def fill(count: int) -> None:
        for _ in range(count):
            tenant = factories.a_tenant(factories.a_home(area))
            a_referral(tenant, by=consultant, worker=partner_worker, status=Status.ACCEPTED)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert as_consultant.get(LIST).status_code == 200
        return len(counted)

    fill(3)
    queries()
    few = queries()
    fill(27)

    assert Referral.objects.count() == 30
    assert queries() == few


def test_good_news_shows_the_latest_tenant_who_took_part(
    signal, consultant, partner_worker, coordinator, tenant, signed_in
):
    a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.UNDER_WAY)

    for_sender = signed_in(consultant).get(reverse("referrals:good_news")).content.decode()
    for_others = signed_in(coordinator).get(reverse("referrals:good_news")).content.decode()

    assert tenant.called in for_sender
    assert "ging 1 keer mee" in for_sender
    assert for_others.strip() == ""


def test_old_feedback_is_no_good_news(signal, consultant, partner_worker, signed_in):
    with days_ago(70):
        a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.UNDER_WAY)

    text = signed_in(consultant).get(reverse("referrals:good_news")).content.decode()

    assert text.strip() == ""


def test_file_shows_the_referrals_of_its_tenant(referral, tenant, consultant, signed_in):
    assert referral.get_absolute_url() in (
        signed_in(consultant).get(piece("of_tenant", tenant)).content.decode()
    )
    assert "Bij partner" in signed_in(consultant).get(piece("badge", tenant)).content.decode()


def test_file_header_has_no_badge_without_an_open_referral(
    signal, tenant, consultant, partner_worker, signed_in
):
    a_referral(signal=signal, by=consultant, worker=partner_worker, status=Status.DECLINED)

    text = signed_in(consultant).get(piece("badge", tenant)).content.decode()

    assert text.strip() == ""


def test_file_has_the_refer_button_with_an_open_signal(signal, tenant, consultant, signed_in):
    button = signed_in(consultant).get(piece("start_button", tenant)).content.decode()

    assert reverse("referrals:start", args=[signal.pk]) in button


def test_file_has_no_refer_button_without_a_signal(tenant, consultant, signed_in):
    button = signed_in(consultant).get(piece("start_button", tenant)).content.decode()

    assert button.strip() == ""


@pytest.mark.parametrize("name", ["of_tenant", "badge", "start_button"])
def test_file_fragments_are_not_found_by_a_consultant_of_another_area(
    name, tenant, other_consultant, signed_in
):
    assert signed_in(other_consultant).get(piece(name, tenant)).status_code == 404


def test_timeline_describes_the_referral_in_plain_dutch(
    referral, partner_worker, consultant, tenant
):
    a_question(referral, "Drinkt ze thee?", by=partner_worker)
    actions.reply(Referral.objects.get(pk=referral.pk), text="Koffie.", by=consultant)
    current = Referral.objects.get(pk=referral.pk)
    actions.accept(current, by=partner_worker)
    actions.say(current, text="Dinsdag bel ik.", by=partner_worker)
    actions.report_back(current, sentence="Gezellig.", by=partner_worker, **CAME_ALONG_ONCE)
    tenants.withdraw_consent(current.consent, by=consultant)

    lines = timeline(tenant, to=consultant)

    titles = {line.title: line for line in lines}
    assert titles["Verwezen naar Welzijn Lindenwaard"].quote == WISH
    assert titles["Partner vraagt"].text == "Drinkt ze thee?"
    assert titles["Bericht aan de partner"].text == "Koffie."
    assert titles["Bericht van de partner"].text == "Dinsdag bel ik."
    assert "Verwijzing aangenomen op dezelfde dag" in titles
    assert titles["1 keer mee geweest"].quote == "Gezellig."
    assert titles["Verwijzing ingetrokken"].text == "Welzijn Lindenwaard, de toestemming stopte"


def test_timeline_shows_the_reason_for_declining(signal, consultant, partner_worker, tenant):
    with days_ago(3):
        referral = a_referral(signal=signal, by=consultant, worker=partner_worker)
    actions.decline(referral, why=Referral.Declined.FULL, by=partner_worker)

    lines = timeline(tenant, to=consultant)

    assert "Past niet: we hebben geen plek" in [line.title for line in lines]


def test_discarded_draft_leaves_no_timeline_line(signal, consultant, partner, tenant):
    draft = a_referral(signal=signal, by=consultant, partner=partner, status=Status.DRAFT)
    actions.withdraw(draft, by=consultant)

    lines = timeline(tenant, to=consultant)

    assert "Verwijzing ingetrokken" not in [line.title for line in lines]
