"""Figures of the overview, counted from the rows of other apps."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Area
from activities import actions as activities
from insights import figures
from insights.chart import chart, nice_top
from insights.figures import Month, Period
from insights.roles import roles
from outreach import actions as outreach
from referrals.models import Referral
from tenants import actions as tenants
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, begun
from tests.factories.housing import a_form
from tests.factories.outreach import a_code
from tests.factories.referrals import a_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> Period:
    """A period from a year ago, so that no test depends on the current date."""
    return Period("jaar", timezone.localdate() - timedelta(days=365))


def test_overview_renders_without_data(coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("insights:overview"))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("key", "since"),
    [("maand", date(2026, 11, 1)), ("kwartaal", date(2026, 10, 1)), ("jaar", date(2026, 1, 1))],
)
def test_period_starts_on_the_first_day_of_the_calendar_period(key, since):
    assert Period.named(key, date(2026, 11, 23)).since == since


def test_unknown_period_falls_back_to_a_year(coordinator, signed_in):
    answer = signed_in(coordinator).get(reverse("insights:overview"), {"periode": "eeuw"})

    assert answer.context["period"].key == "jaar"


def test_restored_contact_counts_once_on_the_day_of_the_first_report(year):
    referral = a_referral(status=Referral.Status.COMPLETED)
    a_referral(status=Referral.Status.UNDER_WAY)
    tomorrow = timezone.now() + timedelta(days=1)

    assert [told.referral for told in figures.restorations(year.starts_at)] == [referral]
    assert not figures.restorations(tomorrow).exists()


def test_month_counts_signals_and_restored_contacts():
    a_referral(status=Referral.Status.COMPLETED)

    *_, month = figures.per_month(timezone.localdate())

    assert (month.signals, month.restored) == (1, 1)


def test_ties_are_the_mean_per_network_map(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    for label, strength, is_new in [
        ("Dochter", "strong", False),
        ("Ria", "ordinary", True),
        ("Corrie", "faded", False),
    ]:
        tenants.add_contact(
            tenant,
            label=label,
            circle="family",
            often=1,
            strength=strength,
            is_new=is_new,
            by=consultant,
        )

    found = figures.ties()

    assert (found.before, found.now, found.maps) == (1, 2, 1)


def test_late_steps_are_counted_with_the_area_that_has_most(area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)))
    today = timezone.localdate()
    signal.follow_ups.update(due_on=today - timedelta(days=1))

    found = figures.now(today)

    assert (found.open, found.owners, found.late) == (1, 1, 1)
    assert (found.late_where, found.late_there) == (area.name, 1)


def test_area_counts_homes_signals_and_weeks(area, year):
    home = factories.a_home(area)
    factories.a_signal(factories.a_tenant(home))
    factories.a_home(area, kind="PAR")

    (row,) = figures.per_area(year, timezone.localdate())

    assert (row.homes, row.signals, row.per_thousand, row.open) == (1, 1, 1000, 1)
    assert row.weeks[-1] == sum(row.weeks) == 1


def test_area_counts_restored_contacts(area, year):
    tenant = factories.a_tenant(factories.a_home(area))
    a_referral(tenant, status=Referral.Status.COMPLETED)

    (row,) = figures.per_area(year, timezone.localdate())

    assert row.restored == 1


def test_signals_of_homes_without_an_area_get_their_own_row(area, year):
    home = factories.a_home(area)
    factories.a_signal(factories.a_tenant(home))
    type(home).objects.update(area=None)

    named, without = figures.per_area(year, timezone.localdate())

    assert (named.name, named.signals) == (area.name, 0)
    assert (without.name, without.signals, without.open) == ("Zonder gebied", 1, 1)


def test_four_roles_are_counted_from_their_apps(year, consultant):
    code = a_code()
    outreach.count_visit(code, by=consultant)
    guest = a_sign_up(code=code)
    begun(guest.meetup)
    activities.mark_attended(guest, by=consultant)
    a_form(homes=6)
    factories.a_signal()

    noticing, informing, housing, meeting = roles(year)

    assert noticing.parts == [("Wijkbeheerder", 1)]
    assert dict(informing.parts)["codes geopend"] == 1
    assert dict(informing.parts)["aanmeldingen via een code"] == 1
    assert (housing.main, housing.parts) == (1, [("Thuishuis", 6)])
    assert (meeting.main, dict(meeting.parts)["deelnemers"]) == (1, 1)


def test_parts_of_a_role_that_adds_up_equal_the_main_figure(year):
    for _ in range(3):
        factories.a_signal()

    assert all(sum(n for _, n in role.parts) == role.main for role in roles(year) if role.adds_up)


def test_chart_has_a_round_top_and_one_point_per_month():
    drawn = chart([Month(date(2026, n, 1), n, 0) for n in range(1, 12)])

    assert [number for _, number in drawn.grid] == [0, 5, 10, 15, 20]
    assert len(drawn.signals) == 11


@pytest.mark.parametrize(
    ("most", "top"), [(0, 4), (5, 8), (20, 20), (33, 40), (41, 80), (1700, 2000), (2100, 4000)]
)
def test_grid_steps_are_round_numbers(most, top):
    assert nice_top(most) == top


@pytest.mark.parametrize(("signals", "restored"), [(9, 1), (5, 5), (0, 0), (1, 9), (5, 4)])
def test_last_numbers_of_the_lines_do_not_overlap(signals, restored):
    drawn = chart([Month(date(2026, 1, 1), signals, restored)])

    (_, above, _), (_, below, _) = drawn.last

    assert abs(above - below) >= 15


def test_overview_explains_how_each_figure_is_counted(coordinator, signed_in, year):
    page = signed_in(coordinator).get(reverse("insights:overview")).content.decode()

    assert all(meaning in page for meaning in figures.MEANINGS.values())
    assert all(role.meaning in page for role in roles(year))


def test_query_count_of_the_overview_is_constant_with_ten_times_the_rows(coordinator, signed_in):
    client = signed_in(coordinator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("insights:overview"))
        return len(found)

    def grow() -> None:
        tenant = a_referral(status=Referral.Status.COMPLETED).tenant
        begun(a_sign_up(a_meetup(), tenant=tenant, by=tenant.referrals.get().sender).meetup)
        a_code()
        a_form()

    grow()
    queries()
    few = queries()
    for _ in range(10):
        grow()

    assert queries() == few
    assert Area.objects.count() > 10
