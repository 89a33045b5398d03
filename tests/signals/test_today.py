"""Vandaag: what is urgent stands on top, what nobody does is shown to the coordinator."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.workdays import working_days_before, working_days_late
from signals import actions
from signals.models import FollowUp, Signal
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]


def today(signed_in, user, **query) -> str:
    text = signed_in(user).get(reverse("signals:today"), query).content.decode()
    return " ".join(text.split())


@pytest.fixture
def late(consultant, caretaker, area) -> Signal:
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    signal.follow_ups.update(due_on=timezone.localdate() - timedelta(days=2))
    return signal


def test_urgent_step_stands_above_late_ones_and_says_so(signed_in, late, consultant, area):
    urgent = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area, number=9)))

    text = today(signed_in, consultant)

    assert "Meteen · 1" in text
    assert text.index(urgent.about) < text.index(late.about)
    row = text.split(f'id="stap-{urgent.follow_ups.get().pk}"')[1].split("</li>")[0]
    assert "Vandaag" in row
    assert "Nieuw" not in row


def test_urgent_step_planned_for_later_stands_there_too(signed_in, consultant, area):
    urgent = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area)))
    urgent.follow_ups.update(due_on=timezone.localdate() + timedelta(days=3))

    assert "Meteen · 1" in today(signed_in, consultant)


def test_new_signal_on_the_list_does_not_stand_beside_it_as_well(signed_in, late, consultant):
    text = today(signed_in, consultant)

    assert text.count(f'href="{late.get_absolute_url()}"') == 1
    assert "Er is niets nieuws" in text


def test_own_signal_is_picked_up_at_once(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))

    signal = factories.a_signal(tenant, by=consultant)

    assert signal.owner == consultant
    assert Signal.objects.get().status == Signal.Status.PICKED_UP


def test_signal_for_somebody_else_stays_new(late, caretaker):
    assert late.owner != caretaker
    assert late.status == Signal.Status.NEW


def test_urgent_step_is_escalated_on_the_next_working_day(consultant, area, late):
    urgent = factories.an_urgent_signal(factories.a_tenant(factories.a_home(area, number=9)))
    assert actions.tick().escalated == 0

    urgent.follow_ups.update(due_on=working_days_before(timezone.localdate(), 1))

    assert actions.tick().escalated == 1
    assert urgent.follow_ups.get().escalated_at
    assert not late.follow_ups.get().escalated_at


def test_escalated_step_is_on_the_page_of_the_coordinator_only(
    signed_in, late, consultant, coordinator
):
    late.follow_ups.update(due_on=timezone.localdate() - timedelta(days=9))
    actions.tick()
    assert FollowUp.objects.exclude(escalated_at=None).exists()

    assert "Blijft liggen" not in today(signed_in, consultant)
    text = today(signed_in, coordinator)

    assert "Blijft liggen bij een collega" in text
    assert late.about in text
    assert f"bij {consultant.name} · 9 dagen te laat" in text


@pytest.mark.parametrize(
    ("due_on", "on", "days"),
    [
        (date(2026, 11, 27), date(2026, 11, 27), 0),
        (date(2026, 11, 27), date(2026, 11, 30), 1),  # Friday and Monday
        (date(2026, 11, 27), date(2026, 11, 28), 1),  # never "0 days late"
        (date(2026, 12, 24), date(2026, 12, 28), 1),  # two days of Christmas in a weekend
        (date(2026, 11, 25), date(2026, 12, 2), 5),
    ],
)
def test_days_late_are_working_days(settings, due_on, on, days):
    settings.WORKING_WEEK, settings.HOLIDAYS_OF = [1, 2, 3, 4, 5], "NL"

    assert working_days_late(due_on, on) == days
