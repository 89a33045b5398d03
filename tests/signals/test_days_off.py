"""Days on which the whole corporation is closed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.workdays import is_working_day, working_days_after, working_days_late
from signals import actions
from signals.models import DayOff
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def working_day() -> date:
    return working_days_after(timezone.localdate(), 10)


def test_a_day_off_is_no_working_day_until_it_is_removed(coordinator, working_day):
    day_off = actions.add_day_off(day=working_day, label="Brugdag", by=coordinator)

    assert not is_working_day(working_day)
    assert working_days_after(working_day, 0) > working_day

    actions.remove_day_off(day_off, by=coordinator)

    assert is_working_day(working_day)


def test_the_coordinator_keeps_the_list_and_hears_what_is_due(signed_in, coordinator, working_day):
    signal = factories.a_signal(factories.a_tenant(factories.a_home()), owner=coordinator)
    signal.follow_ups.open().update(due_on=working_day)
    client = signed_in(coordinator)
    form = {"day": working_day.strftime("%d-%m-%Y"), "label": "Brugdag"}

    page = client.post(reverse("signals:add_day_off"), form, follow=True).text

    assert "Op die dag staat 1 stap nog gepland" in page
    assert "Brugdag" in page
    client.post(reverse("signals:remove_day_off", args=[DayOff.objects.get().pk]))
    assert not DayOff.objects.exists()


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(-1, "al voorbij"), (500, "binnen 400 dagen"), (None, "wordt al niet gewerkt")],
)
def test_a_day_that_makes_no_sense_is_refused_in_words(signed_in, coordinator, days, sentence):
    day = timezone.localdate() + timedelta(days=days or 0)
    while days is None and is_working_day(day):
        day += timedelta(days=1)
    form = {"day": day.strftime("%d-%m-%Y"), "label": "Brugdag"}

    answer = signed_in(coordinator).post(reverse("signals:add_day_off"), form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Brugdag" in answer.text


def test_the_same_day_twice_is_refused_at_the_field(signed_in, coordinator, working_day):
    actions.add_day_off(day=working_day, label="Brugdag", by=coordinator)
    form = {"day": working_day.strftime("%d-%m-%Y"), "label": "Nog eens"}

    answer = signed_in(coordinator).post(reverse("signals:add_day_off"), form)

    assert answer.status_code == 422
    assert "Nog eens" in answer.text
    assert DayOff.objects.count() == 1


def test_no_visit_is_planned_on_a_day_off(signed_in, coordinator, working_day):
    signal = factories.a_signal(factories.a_tenant(factories.a_home()), owner=coordinator)
    actions.add_day_off(day=working_day, label="Brugdag", by=coordinator)
    form = {"other_day": working_day.strftime("%d-%m-%Y"), "at": "10:00", "told": "phone"}

    answer = signed_in(coordinator).post(reverse("signals:plan_visit", args=[signal.pk]), form)

    assert "Op deze dag wordt niet gewerkt." in answer.text


@pytest.mark.parametrize("seed", range(20))
def test_days_late_are_counted_as_one_by_one(coordinator, working_day, seed):
    actions.add_day_off(day=working_day, label="Brugdag", by=coordinator)
    today = working_day + timedelta(days=seed * 13)
    due_on = today - timedelta(days=1 + seed * seed * 3)
    one_by_one = range(due_on.toordinal() + 1, today.toordinal() + 1)

    expected = sum(is_working_day(date.fromordinal(day)) for day in one_by_one)

    assert working_days_late(due_on, today) == max(1, expected)
    assert working_days_late(today, today) == 0
