"""Simulated years: every reminder once, at half past eight local time, never on a day off.

The code under test reads the database's clock. A function `fake.now()` earlier in the search path
returns any moment we choose; nothing of our own code is replaced.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import Event
from ground.workdays import public_holidays
from outbox.models import Message
from signals.models import FollowUp
from signals.reminders import remind
from tests import factories
from tests.sizes import YEARS

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Amsterdam")
FIRST = date(2026, 11, 24)
HALF_PAST_EIGHT = time(8, 30)
# Around the reminder time every day; sometimes at night and late, and always in the two nights when
# the clock changes, including the hour that spring skips and the one that autumn repeats.
TICKS = [time(8, 29, 59), HALF_PAST_EIGHT, time(8, 30, 30)]
AT_NIGHT = [time(0), time(2, 30)]


def easter(year: int) -> date:
    """Return Easter Sunday by the algorithm of Gauss, in the form of Meeus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def days_off(year: int) -> set[date]:
    """Return the Dutch public holidays, computed here to check the list of the library."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == 6:
        kings_day = date(year, 4, 26)
    moving = {sunday + timedelta(days=n) for n in (-2, 0, 1, 39, 49, 50)}
    fixed = {date(year, 1, 1), kings_day, date(year, 12, 25), date(year, 12, 26)}
    return moving | fixed | ({date(year, 5, 5)} if year % 5 == 0 else set())


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in days_off(day.year)


def next_working_day(day: date) -> date:
    while not works(day):
        day += timedelta(days=1)
    return day


@pytest.fixture
def clock():
    """Set the database's clock: `clock(moment)`."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA fake")
        cursor.execute(
            """CREATE FUNCTION fake.now() RETURNS timestamptz LANGUAGE sql STABLE
               AS $$ SELECT current_setting('fake.now')::timestamptz $$"""
        )
        cursor.execute("SET LOCAL search_path = fake, pg_catalog, public")

    def set_to(moment: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('fake.now', %s, true)", [moment.isoformat()])

    return set_to


@pytest.mark.parametrize("year", range(2026, 2038))
def test_days_off_are_the_legal_holidays(year):
    assert public_holidays("NL", year) == days_off(year)


def simulate(clock, urgent: FollowUp) -> tuple[list, list, int]:
    """Simulate the years. The urgent step is due every ninth day, also on days off.

    Return the moments of the digests, the due days and moments of the urgent reminders, and the
    number of nights in which the clock changed.
    """
    digests, rung, due_on, nights = [], [], None, 0
    for n in range(365 * YEARS + 3):
        day = FIRST + timedelta(days=n)
        if n % 9 == 0:
            due_on = day
            # Planned that day: the database refuses a step planned years ahead.
            planned_at = datetime.combine(day, time(8), HERE)
            FollowUp.objects.filter(pk=urgent.pk).update(
                due_on=day, reminded_at=None, planned_at=planned_at
            )
            Message.objects.filter(kind="follow_up_urgent").delete()
        changes = (
            datetime.combine(day, time(1), HERE).utcoffset()
            != datetime.combine(day, time(4), HERE).utcoffset()
        )
        nights += changes
        ticks = [*AT_NIGHT, *TICKS, time(23, 59)] if changes or n % 11 == 0 else TICKS
        for at in ticks:
            moment = datetime.combine(day, at, HERE)
            clock(moment)
            done = remind()
            digests += [moment] * done.digests
            rung += [(due_on, moment)] * done.urgent
    return digests, rung, nights


def test_reminders_over_years_are_sent_once_at_half_past_eight_local_time(
    clock, caretaker, consultant, area
):
    ordinary = factories.a_signal(home=factories.a_home(area), by=caretaker)
    signal = factories.a_signal(home=factories.a_home(area), by=caretaker)
    step, urgent = ordinary.follow_ups.get(), signal.follow_ups.get()
    FollowUp.objects.filter(pk=step.pk).update(due_on=FIRST)
    FollowUp.objects.filter(pk=urgent.pk).update(kind=FollowUp.Kind.URGENT)
    FollowUp.objects.update(escalated_at=timezone.now())

    digests, rung, nights = simulate(clock, urgent)

    working = [d for n in range(365 * YEARS + 3) if works(d := FIRST + timedelta(days=n))]
    assert [moment.date() for moment in digests] == working
    assert {moment.time() for moment in digests} == {HALF_PAST_EIGHT}
    # Both clock changes of every year are included: the same local time, another UTC hour.
    assert nights == 2 * YEARS
    assert {moment.utcoffset() for moment in digests} == {timedelta(hours=1), timedelta(hours=2)}
    assert Message.objects.filter(kind="digest").count() == len(working)
    last = FIRST + timedelta(days=365 * YEARS + 2)
    due_days = [FIRST + timedelta(days=n) for n in range(0, 365 * YEARS + 3, 9)]
    expected = {d: next_working_day(d) for d in due_days if next_working_day(d) <= last}
    assert {due: moment.date() for due, moment in rung} == expected
    assert max(Counter(due for due, _ in rung).values()) == 1
    assert {moment.time() for _, moment in rung} == {HALF_PAST_EIGHT}
    assert Event.objects.filter(verb="signals.remind").count() == len(expected)


def test_control_reminders_at_a_fixed_utc_hour_are_an_hour_off_in_summer():
    """The control: the same years with a rule in UTC."""
    days = [FIRST + timedelta(days=n) for n in range(365 * YEARS)]
    winter = datetime.combine(FIRST, HALF_PAST_EIGHT, HERE).astimezone(ZoneInfo("UTC")).time()

    here = {datetime.combine(d, winter, ZoneInfo("UTC")).astimezone(HERE).time() for d in days}

    assert here == {HALF_PAST_EIGHT, time(9, 30)}
