"""The life of a campaign: its efforts, their codes, its end, and whom it waits for."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ground.refusals import Refused
from outreach import actions
from outreach.models import Campaign, Code, Effort
from outreach.paper import recent_codes
from tests import factories
from tests.factories.outreach import a_campaign, a_code, an_effort

pytestmark = pytest.mark.django_db
Status = Campaign.Status


def form(owner, **fields) -> dict:
    today = timezone.localdate()
    return {
        "key": uuid.uuid4(), "name": "Burendag", "goal": "Iedereen kent een buur",
        "audience": "Iedereen", "owner": owner.pk, "starts_on": today,
        "ends_on": today + timedelta(days=30), "budget": "350",
    } | fields  # fmt: skip


def effort_form(worker, **fields) -> dict:
    return {
        "key": uuid.uuid4(), "channel": "doors", "where": "Reigerhof", "worker": worker.pk,
        "day": timezone.localdate(), "cost": "78", "hours": "39",
    } | fields  # fmt: skip


def advanced(campaign: Campaign, *steps: str, by) -> Campaign:
    for step in steps:
        actions.advance_campaign(campaign, to=step, by=by)
    return campaign


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": ""}, "Kies de dag waarop het eindigt."),
        ({"starts_on": "1890-09-01"}, "Kies een dag in 2000 of later."),
        ({"ends_on": "2126-09-01"}, "Kies een dag die hooguit 5 jaar vooruit is."),
        ({"starts_on": "2026-09-02", "ends_on": "2026-09-01"}, "Kies een latere dag."),
        ({"starts_on": "morgen"}, "Schrijf de dag als dag-maand-jaar"),
        ({"budget": "99999999"}, "1000000"),
        ({"headline": "Bent u eenzaam?"}, "Schrijf het zonder het woord ‘eenzaam’"),
        ({"invitation": "Tegen Eenzaamheid"}, "Schrijf het zonder het woord ‘eenzaam’"),
        ({"goal": ""}, "Schrijf op wat er straks anders is."),
    ],
)
def test_wrong_value_is_said_at_the_field_and_nothing_is_saved(
    signed_in, consultant, fields, sentence
):
    answer = signed_in(consultant).post(
        reverse("outreach:start_campaign"), form(consultant, **fields)
    )

    said = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in said.replace(".000", "000")
    assert 'value="Burendag"' in said
    assert not Campaign.objects.exists()


def test_campaign_is_made_and_changed_with_its_areas_and_owner(
    signed_in, consultant, coordinator, area
):
    client = signed_in(consultant)
    client.post(reverse("outreach:start_campaign"), form(consultant, areas=[area.pk]))
    campaign = Campaign.objects.get()
    page = reverse("outreach:change_campaign", args=[campaign.pk])

    client.post(page, form(coordinator, question="Werkt een deur beter?", areas=[]))

    campaign.refresh_from_db()
    assert (campaign.owner, campaign.question) == (coordinator, "Werkt een deur beter?")
    assert not campaign.areas.exists()
    said = client.get(campaign.get_absolute_url()).content.decode()
    assert "Werkt een deur beter?" in said
    assert "van € 350" in said


def test_life_from_idea_to_evaluated_one_step_at_a_time(signed_in, consultant):
    campaign = a_campaign(by=consultant)
    with pytest.raises(Refused):
        actions.advance_campaign(campaign, to=Status.RUNNING, by=consultant)
    advanced(campaign, Status.PREPARATION, Status.RUNNING, Status.ENDED, by=consultant)
    client, page = (
        signed_in(consultant), reverse("outreach:evaluate_campaign", args=[campaign.pk]),
    )  # fmt: skip

    empty = client.post(page, {"evaluation": ""})
    client.post(page, {"evaluation": "Aanbellen gaf de meeste gesprekken."})

    assert "Schrijf op wat het antwoord op de vraag is." in empty.content.decode()
    campaign.refresh_from_db()
    assert campaign.status == Status.EVALUATED
    assert (
        "Aanbellen gaf de meeste gesprekken."
        in client.get(campaign.get_absolute_url()).content.decode()
    )


def test_campaign_is_not_evaluated_by_a_step_nor_before_it_ended(consultant):
    campaign = advanced(
        a_campaign(by=consultant), Status.PREPARATION, Status.RUNNING, by=consultant
    )
    with pytest.raises(Refused, match="eerst op"):
        actions.evaluate_campaign(campaign, evaluation="Goed.", by=consultant)
    advanced(campaign, Status.ENDED, by=consultant)

    with pytest.raises(Refused, match="antwoord op de vraag"):
        actions.advance_campaign(campaign, to=Status.EVALUATED, by=consultant)

    assert campaign.status == Status.ENDED


def test_campaign_that_ends_early_ended_today(consultant):
    started = timezone.localdate() - timedelta(days=3)
    campaign = a_campaign(by=consultant, starts_on=started)

    advanced(campaign, Status.PREPARATION, Status.RUNNING, Status.ENDED, by=consultant)

    assert Campaign.objects.get().ends_on == timezone.localdate()


def test_campaign_cannot_end_before_it_starts(consultant):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_campaign(by=consultant, ends_on=date(2020, 1, 1))


def test_each_effort_has_a_code_of_its_own_and_is_added_once(signed_in, consultant):
    campaign = a_campaign(by=consultant)
    page, doors = reverse("outreach:add_effort", args=[campaign.pk]), effort_form(consultant)
    client = signed_in(consultant)
    for typed in (doors, doors, effort_form(consultant, channel="letter", where="Molenpad")):
        client.post(page, typed)

    codes = Code.objects.filter(effort__campaign=campaign).order_by("label")
    assert [(code.label, code.effort.channel) for code in codes] == [
        ("Molenpad", "letter"), ("Reigerhof", "doors"),
    ]  # fmt: skip
    said = client.get(campaign.get_absolute_url()).content.decode()
    assert all(code.code in said for code in codes)
    assert "€ 156" in said
    assert "2 keer, 78 uur" in said


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reached": "180"}, "Kies of je het telde of schatte."),
        ({"day": "2099-01-01"}, "hooguit 5 jaar vooruit"),
        ({"day": "1890-01-01"}, "Kies een dag in 2000 of later."),
        ({"where": ""}, "Zet erbij waar het is"),
    ],
)
def test_effort_with_a_wrong_value_is_refused_with_a_sentence(
    signed_in, consultant, fields, sentence
):
    page = reverse("outreach:add_effort", args=[a_campaign(by=consultant).pk])

    answer = signed_in(consultant).post(page, effort_form(consultant, **fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Effort.objects.exists()


def test_what_is_still_to_come_reached_nobody_yet(signed_in, consultant):
    page = reverse("outreach:add_effort", args=[a_campaign(by=consultant).pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = effort_form(consultant, day=tomorrow, reached="180", counted="counted")

    assert "Deze dag komt nog." in signed_in(consultant).post(page, typed).content.decode()


def test_done_reach_says_how_it_is_known(signed_in, consultant):
    effort = an_effort(by=consultant, planned=200)
    page = reverse("outreach:change_effort", args=[effort.pk])
    client = signed_in(consultant)

    client.post(page, effort_form(consultant, planned="200", reached="180", counted="estimated"))

    effort.refresh_from_db()
    assert (effort.planned, effort.reached, effort.counted) == (200, 180, "estimated")
    assert "geschat" in client.get(effort.campaign.get_absolute_url()).content.decode()


def test_stopped_effort_keeps_its_codes_and_gets_no_new_paper(signed_in, client, consultant):
    code = a_code(by=consultant)
    campaigns = Campaign.objects.all()
    assert recent_codes(campaigns) == [code]

    signed_in(consultant).post(reverse("outreach:stop_effort", args=[code.effort_id]))

    assert recent_codes(campaigns) == []
    with pytest.raises(Refused, match="voorbij"):
        actions.add_code(Effort.objects.get(), label="Hal", by=consultant)
    assert client.get(f"/p/{code.code}/")["Location"] == f"/agenda/?code={code.code}"


def test_code_of_an_ended_campaign_is_not_offered_for_a_poster(consultant):
    campaign = a_code(by=consultant).campaign

    advanced(campaign, Status.PREPARATION, Status.RUNNING, Status.ENDED, by=consultant)

    assert recent_codes(Campaign.objects.all()) == []


def test_poster_says_the_words_of_its_campaign(signed_in, consultant):
    own = a_campaign(by=consultant, headline="Soep! Schuift u aan?", invitation="In De Merel")
    client = signed_in(consultant)

    said = client.get(reverse("outreach:poster", args=[a_code(own).pk])).content.decode()
    other = client.get(reverse("outreach:poster", args=[a_code().pk])).content.decode()

    assert "Soep! Schuift u aan?" in said
    assert "In De Merel" in said
    assert "Koffie!" in other


def lines(client) -> str:
    return client.get(reverse("outreach:unfinished")).content.decode()


def test_campaign_without_an_effort_after_two_weeks_waits_for_its_owner(
    signed_in, consultant, coordinator
):
    today = timezone.localdate()
    early = a_campaign(by=consultant, name="Net begonnen", starts_on=today - timedelta(days=13))
    campaign = a_campaign(by=consultant, starts_on=today - timedelta(days=14))
    client = signed_in(consultant)

    assert "en nog geen inzet" in client.get(reverse("signals:today")).content.decode()
    assert early.name not in lines(client)
    assert campaign.name not in lines(signed_in(coordinator))
    an_effort(campaign, by=consultant)
    assert campaign.name not in lines(client)


def test_campaign_that_ended_a_month_ago_waits_until_it_is_evaluated(signed_in, consultant):
    today = timezone.localdate()
    period = {"starts_on": today - timedelta(days=60), "ends_on": today - timedelta(days=30)}
    campaign = a_campaign(by=consultant, **period)
    an_effort(campaign, by=consultant)
    later = a_campaign(
        by=consultant, name="Gisteren", **period | {"ends_on": today - timedelta(days=29)}
    )
    an_effort(later, by=consultant)
    client = signed_in(consultant)
    assert "nog niet geëvalueerd" in lines(client)
    assert later.name not in lines(client)

    advanced(campaign, Status.PREPARATION, Status.RUNNING, Status.ENDED, by=consultant)
    assert campaign.name in lines(client)
    actions.evaluate_campaign(campaign, evaluation="Deuren werkten.", by=consultant)

    assert campaign.name not in lines(client)


def test_campaign_of_somebody_who_left_waits_for_whoever_assigns_work(
    signed_in, consultant, coordinator
):
    campaign = a_campaign(by=consultant, starts_on=timezone.localdate() - timedelta(days=20))
    consultant.is_active = False
    consultant.save()

    assert campaign.name in lines(signed_in(coordinator))


def test_stopped_campaign_waits_for_nobody(signed_in, consultant):
    campaign = a_campaign(by=consultant, starts_on=timezone.localdate() - timedelta(days=20))

    advanced(campaign, Status.STOPPED, by=consultant)

    assert campaign.name not in lines(signed_in(consultant))


def test_query_count_of_list_and_page_is_constant(signed_in, consultant, area):
    client, campaign = signed_in(consultant), a_campaign(by=consultant, areas=[area])
    an_effort(campaign, by=consultant)
    pages = [
        reverse("outreach:campaign_list"), campaign.get_absolute_url(),
        reverse("outreach:unfinished"),
    ]  # fmt: skip

    def queries() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            counts.append(len(captured))
        return counts

    queries()
    few = queries()
    old = timezone.localdate() - timedelta(days=30)
    for n in range(8):
        an_effort(campaign, f"Straat {n}", by=consultant)
        a_campaign(by=consultant, starts_on=old, areas=[factories.an_area()])

    assert queries() == few
