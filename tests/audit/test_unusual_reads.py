"""Which reads of a week are unusual, by which rule, and which are not."""

from copy import copy
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event, ReviewWeek, list_seen, record
from audit.unusual_reads import KINDS, found_in, register_unusual, why_in_dutch
from ground.workdays import forget_closed_days
from signals.models import Signal
from tenants import actions as tenants
from tenants.models import Tenant
from tests import factories
from tests.factories.audit import a_read, at, during, last_monday, reads

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, SATURDAY = 0, 1, 5


@pytest.fixture
def some(area) -> list[Tenant]:
    """Thirty tenants, each in their own home."""
    return [factories.a_tenant(factories.a_home(area)) for _ in range(30)]


@pytest.fixture
def week() -> ReviewWeek:
    """Last week, unsaved and without a selection."""
    return ReviewWeek(monday=last_monday())


def whys(week: ReviewWeek) -> dict[int, str]:
    return {event_id: why for event_id, (why, _) in found_in(week).items()}


def said(week: ReviewWeek, event: Event) -> str:
    return found_in(week)[event.pk][1]


def a_usual_day(by: User, tenants: list[Tenant], *, weeks: int, files: int) -> None:
    reads(by, tenants[:files], at(TUESDAY, weeks=weeks))


# Many files in a day.


def test_day_with_far_more_files_than_usual_is_reported_with_both_numbers(consultant, week, some):
    for weeks, files in [(2, 4), (3, 6), (4, 9)]:
        a_usual_day(consultant, some, weeks=weeks, files=files)
    busy = reads(consultant, some[:20])

    assert whys(week) == {busy[-1].pk: "many"}
    assert said(week, busy[-1]).startswith("20 dossiers op di ")
    assert said(week, busy[-1]).endswith("Op een gewone dag zijn dat er 6.")


def test_usual_number_of_files_has_a_decimal_comma(consultant, week, some):
    for weeks, files in [(2, 4), (3, 5)]:
        a_usual_day(consultant, some, weeks=weeks, files=files)
    busy = reads(consultant, some[:20])

    assert said(week, busy[-1]).endswith("zijn dat er 4,5.")


def test_nineteen_files_a_day_are_never_many(consultant, week, some):
    reads(consultant, some[:19])

    assert whys(week) == {}


def test_exactly_three_times_the_usual_day_is_not_many(consultant, week, some):
    a_usual_day(consultant, some, weeks=2, files=8)

    reads(consultant, some[:24])

    assert whys(week) == {}


def test_usual_day_is_counted_for_each_user_separately(area, consultant, week, some):
    busy_by_nature = factories.a_user(consultant.role, areas=(area,))
    a_usual_day(busy_by_nature, some, weeks=2, files=20)
    a_usual_day(consultant, some, weeks=2, files=2)
    reads(busy_by_nature, some[:20])
    busy = reads(consultant, some[:20])

    assert whys(week) == {busy[-1].pk: "many"}


def test_user_without_earlier_reads_has_no_usual_day(consultant, week, some):
    busy = reads(consultant, some[:20])

    assert said(week, busy[-1]).endswith("In de 8 weken ervoor geen enkel.")


def test_usual_day_ignores_reads_before_the_last_eight_weeks(consultant, week, some):
    a_usual_day(consultant, some, weeks=10, files=20)
    busy = reads(consultant, some[:20])

    assert whys(week) == {busy[-1].pk: "many"}


def test_twenty_reads_of_one_file_count_as_one_file(consultant, week, some):
    reads(consultant, [some[0]] * 20)

    assert "many" not in whys(week).values()


# Early, late, and on days off.


@pytest.mark.parametrize(("hour", "minute"), [(5, 59), (22, 0), (23, 59), (0, 0)])
def test_read_outside_working_hours_is_unusual(hour, minute, consultant, week):
    read = a_read(consultant, moment=at(TUESDAY, hour, minute))

    assert whys(week) == {read.pk: "hours"}
    assert said(week, read) == f"Om {hour}.{minute:02}."


@pytest.mark.parametrize(("hour", "minute"), [(6, 0), (12, 30), (21, 59)])
def test_read_within_working_hours_is_not_unusual(hour, minute, consultant, week):
    a_read(consultant, moment=at(TUESDAY, hour, minute))

    assert whys(week) == {}


def test_reads_of_one_user_in_one_evening_are_one_unusual_read(consultant, coordinator, week, some):
    evening = reads(consultant, some[:3], at(TUESDAY, 22, 14))
    other = a_read(coordinator, moment=at(TUESDAY, 22, 14))

    assert whys(week) == {evening[0].pk: "hours", other.pk: "hours"}
    assert said(week, evening[0]) == "3 keer, van 22.14 tot 22.16."


def test_read_on_a_saturday_is_unusual(consultant, week):
    read = a_read(consultant, moment=at(SATURDAY))

    assert whys(week) == {read.pk: "day_off"}


def test_read_on_a_saturday_in_the_working_week_is_not_unusual(consultant, week, settings):
    settings.WORKING_WEEK = [1, 2, 3, 4, 5, 6]
    a_read(consultant, moment=at(SATURDAY))

    assert whys(week) == {}


def test_read_on_a_public_holiday_is_unusual(consultant, settings):
    settings.HOLIDAYS_OF = "NL"
    kings_day = ReviewWeek(monday=datetime(2026, 4, 27).date())
    read = a_read(consultant, moment=kings_day.since.replace(hour=10))

    assert whys(kings_day) == {read.pk: "day_off"}


def test_read_that_is_unusual_twice_is_reported_once_with_both_reasons(consultant, week):
    read = a_read(consultant, moment=at(SATURDAY, 23))

    assert found_in(week) == {read.pk: ("hours", "Om 23.00. Ook: op een vrije dag.")}


# The same file again and again.


def test_five_reads_of_one_file_in_a_week_are_unusual(consultant, week, some):
    for weekday in range(5):
        last = a_read(consultant, some[0], at(weekday))

    assert whys(week) == {last.pk: "again"}
    assert said(week, last).startswith("5 keer in deze week")


def test_four_reads_of_one_file_in_a_week_are_not_unusual(consultant, week, some):
    for weekday in range(4):
        a_read(consultant, some[0], at(weekday))

    assert whys(week) == {}


def test_five_reads_with_work_for_that_tenant_are_not_unusual(consultant, week, some):
    for weekday in range(5):
        a_read(consultant, some[0], at(weekday))
    with during(at(4, 11)):
        tenants.record_wish(some[0], words="Koffie", interests=[], by=consultant)

    assert whys(week) == {}


def test_work_by_a_colleague_or_for_another_tenant_does_not_excuse_five_reads(
    consultant, coordinator, week, some
):
    for weekday in range(5):
        last = a_read(consultant, some[0], at(weekday))
    with during(at(4, 11)):
        tenants.record_wish(some[0], words="Koffie", interests=[], by=coordinator)
        tenants.record_wish(some[1], words="Koffie", interests=[], by=consultant)

    assert whys(week) == {last.pk: "again"}


def test_opening_a_file_outside_the_area_does_not_count_as_work(consultant, week, some):
    for weekday in range(5):
        last = a_read(consultant, some[0], at(weekday))
    with during(at(4, 11)):
        outside = record("tenants.open_with_reason", some[0], by=consultant)

    assert whys(week) == {last.pk: "again", outside.pk: "outside"}


# Kinds that other rooms register.


def test_every_file_opened_outside_the_area_is_unusual(consultant, week, some):
    with during(at()):
        opened = [record("tenants.open_with_reason", tenant, by=consultant) for tenant in some[:3]]

    assert whys(week) == {event.pk: "outside" for event in opened}
    assert why_in_dutch("outside") == "Buiten het eigen gebied"


def test_registered_kind_is_used(consultant, week, monkeypatch):
    monkeypatch.setattr("audit.unusual_reads.KINDS", copy(KINDS))
    read = a_read(consultant)

    register_unusual("all", "Alles", "Wat dan ook.")(lambda week: {read.pk: ""})

    assert found_in(week) == {read.pk: ("all", "")}


def test_unknown_reason_is_shown_as_its_code():
    assert why_in_dutch("duiven") == "duiven"


# Which rows of the trail are reads.


def test_week_excludes_reads_just_before_and_after_it(consultant, week):
    a_read(consultant, moment=at(6, 23, 59, weeks=2))
    first = a_read(consultant, moment=at(MONDAY, 0))
    last = a_read(consultant, moment=at(6, 23, 59))
    a_read(consultant, moment=at(MONDAY, 0, weeks=0))

    assert set(week.events().reads().values_list("pk", flat=True)) == {first.pk, last.pk}


def test_reads_are_of_a_file_a_signal_or_a_list_that_names_tenants(consultant, week, some):
    signal = factories.a_signal(some[0])
    file, page = a_read(consultant, some[0]), a_read(consultant, signal)
    with during(at()):
        people = list_seen("tenants.list", Tenant, [some[0].pk], by=consultant)
        work = list_seen("signals.list", Signal, [signal.pk], by=consultant, tenants=[some[0].pk])

    reads = set(week.events().reads().values_list("pk", flat=True))
    assert reads == {file.pk, page.pk, people.pk, work.pk}


def test_reads_exclude_empty_lists_other_objects_and_partners(
    consultant, partner_worker, week, some
):
    with during(at()):
        list_seen("tenants.list", Tenant, [], by=consultant)
        list_seen("signals.list", Signal, [], by=consultant)
    a_read(consultant, factories.an_area())
    a_read(partner_worker, some[0])

    assert week.events().count() == 4
    assert not week.events().reads().exists()


def test_number_of_queries_is_the_same_for_many_reads(consultant, week, some):
    def questions() -> int:
        forget_closed_days()
        with CaptureQueriesContext(connection) as queries:
            found_in(week)
        return len(queries)

    reads(consultant, some[:20])
    few = questions()
    for person in range(5):
        colleague = factories.a_user(consultant.role, f"Collega {person}")
        reads(colleague, some[:25], at(SATURDAY, 22, 5))
        reads(colleague, [some[0]] * 6)

    assert questions() == few
