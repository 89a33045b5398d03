"""Moments of the year by rule, for eleven years, and their tasks on the page of a campaign."""

import re
from datetime import date

import pytest
from django.urls import reverse

from ground.refusals import Refused
from outreach import actions
from outreach.moments import CHOICES, MOMENTS, steps
from tests.factories.outreach import a_campaign

pytestmark = pytest.mark.django_db

# Worked out from a calendar of each year, 2026 to 2036: the day in September, and in March.
LAST_THURSDAY = [24, 30, 28, 27, 26, 25, 30, 29, 28, 27, 25]
FOURTH_SATURDAY = [26, 25, 23, 22, 28, 27, 25, 24, 23, 22, 27]
SECOND_FRIDAY = [13, 12, 10, 9, 8, 14, 12, 11, 10, 9, 14]


@pytest.mark.parametrize(
    ("key", "month", "days"),
    [("week", 9, LAST_THURSDAY), ("burendag", 9, FOURTH_SATURDAY), ("nldoet", 3, SECOND_FRIDAY)],
)
def test_day_of_a_moment_in_eleven_years(key, month, days):
    computed = [MOMENTS[key].day(year) for year in range(2026, 2037)]

    assert computed == [date(2026 + n, month, day) for n, day in enumerate(days)]


def test_each_moment_has_a_source_and_tasks_with_keys_of_their_own():
    for moment in MOMENTS.values():
        keys = [task.key for task in moment.tasks]
        assert moment.source
        assert len(set(keys)) == len(keys)
        assert max(map(len, keys)) <= 12
    assert {key for key, _label in CHOICES} == set(MOMENTS)


def dates(key: str, day: date) -> dict[str, date]:
    return {step.task.key: step.on for step in steps(MOMENTS[key], day, {})}


def test_tasks_are_counted_back_from_the_day():
    week = dates("week", date(2027, 9, 30))
    nldoet = dates("nldoet", date(2027, 3, 12))

    assert (week["packet"], week["agenda"]) == (date(2027, 8, 31), date(2027, 9, 14))
    assert (week["posters"], week["thank"]) == (date(2027, 9, 23), date(2027, 10, 14))
    assert (week["take_down"], week["evaluate"]) == (date(2027, 11, 1), date(2027, 11, 30))
    assert (nldoet["open"], nldoet["apply"]) == (date(2026, 11, 1), date(2027, 1, 31))


def test_page_shows_the_tasks_in_order_and_who_did_them(signed_in, consultant):
    campaign = a_campaign(
        by=consultant, moment="week", starts_on=date(2027, 8, 1), ends_on=date(2027, 12, 1)
    )
    client = signed_in(consultant)
    page, mark = campaign.get_absolute_url(), reverse("outreach:mark_task", args=[campaign.pk])
    before = client.get(page).content.decode()

    client.post(mark, {"task": "packet", "done": "1"})
    client.post(mark, {"task": "packet", "done": "1"})

    after = client.get(page).content.decode()
    assert "30 september 2027" in before
    assert "30 dagen ervoor" in before
    assert before.index("Gratis pakket") < before.index("stadsagenda") < before.index("Evalueren:")
    assert f"klaar, {consultant}" not in before
    assert f"klaar, {consultant}" in after
    client.post(mark, {"task": "packet", "done": "0"})
    assert f"klaar, {consultant}" not in client.get(page).content.decode()


def test_task_that_was_not_done_in_time_is_late(signed_in, consultant):
    campaign = a_campaign(
        by=consultant, moment="burendag", starts_on=date(2025, 9, 1), ends_on=date(2025, 10, 1)
    )

    assert "te laat" in signed_in(consultant).get(campaign.get_absolute_url()).content.decode()


def test_campaign_without_a_moment_has_no_tasks(signed_in, consultant):
    campaign = a_campaign(by=consultant)

    said = signed_in(consultant).get(campaign.get_absolute_url()).content.decode()

    assert "Teruggeteld" not in said
    with pytest.raises(Refused, match="hoort niet bij deze campagne"):
        actions.mark_task(campaign, task="packet", done=True, by=consultant)


def test_list_leads_to_a_campaign_for_the_next_moment(signed_in, consultant):
    client = signed_in(consultant)

    said = client.get(reverse("outreach:campaign_list")).content.decode()
    form = client.get(
        reverse("outreach:start_campaign"),
        {"name": "NLdoet 2027", "moment": "nldoet", "starts_on": "2027-03-12"},
    ).content.decode()

    assert all(moment.label in said for moment in MOMENTS.values())
    assert re.search(r'<option value="nldoet"\s+selected', form)
    assert 'value="2027-03-12"' in form
