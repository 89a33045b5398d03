"""Series: recurrence in Amsterdam time, growing, changing, ending, and calendar files."""

import uuid
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from activities import actions, calendar, recurrence
from activities.models import Meetup, RegularGuest, Series
from activities.retention import old_standing
from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from tests.factories.activities import a_meetup, a_place, a_series, a_sign_up, a_standing, at

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def days_of(series: Series) -> list[date]:
    return list(series.meetups.order_by("series_day").values_list("series_day", flat=True))


@pytest.mark.parametrize(
    ("repeat", "first", "expected"),
    [
        ("week", date(2026, 12, 8), ["2026-12-08", "2026-12-15", "2026-12-22"]),
        ("fortnight", date(2026, 12, 8), ["2026-12-08", "2026-12-22", "2027-01-05"]),
        ("month_day", date(2026, 12, 8), ["2026-12-08", "2027-01-12", "2027-02-09"]),
        ("month_last", date(2026, 12, 29), ["2026-12-29", "2027-01-26", "2027-02-23"]),
        ("month_date", date(2026, 12, 8), ["2026-12-08", "2027-01-08", "2027-02-08"]),
        ("year", date(2026, 12, 8), ["2026-12-08", "2027-12-08", "2028-12-08"]),
    ],
)
def test_each_recurrence_gives_the_expected_days(repeat, first, expected):
    rule = recurrence.rule_for(repeat, first)

    assert [str(day) for day in islice(recurrence.days(rule, first), 3)] == expected


@pytest.mark.parametrize(
    ("repeat", "first", "words"),
    [
        ("year", date(2028, 2, 29), "28 februari of 1 maart"),
        ("month_date", date(2027, 1, 31), "niet in elke maand"),
        ("month_day", date(2027, 3, 30), "laatste van die weekdag"),
        ("month_last", date(2027, 3, 2), "Kies een latere dag"),
    ],
)
def test_surprising_recurrence_says_what_to_choose_instead(repeat, first, words):
    assert words in recurrence.why_not(repeat, first)


def test_ten_years_of_a_series_start_at_ten_local_time():
    """Checked against the wall clock of the time zone, over twenty clock changes."""
    first = date(2026, 1, 4)
    rule = recurrence.rule_for("week", first)
    found = list(recurrence.days(rule, first, date(2035, 12, 31)))

    starts = [recurrence.instants(day, time(10), time(12))[0] for day in found]

    assert len(found) == 522
    local = [start.astimezone(AMSTERDAM) for start in starts]
    assert {(moment.hour, moment.minute) for moment in local} == {(10, 0)}
    assert {moment.weekday() for moment in local} == {6}
    steps = {later - earlier for earlier, later in pairwise(starts)}
    assert steps == {timedelta(days=7, hours=n) for n in (-1, 0, 1)}


@pytest.mark.parametrize(
    ("day", "begins", "utc"),
    [
        (date(2027, 3, 28), time(2, 30), "01:30"),
        (date(2027, 10, 31), time(2, 30), "00:30"),
    ],
)
def test_skipped_or_repeated_local_time_is_one_instant(day, begins, utc):
    start, _ = recurrence.instants(day, begins, time(4))

    assert f"{start:%H:%M}" == utc


def test_series_is_planned_thirteen_weeks_ahead():
    series = a_series(skips_holidays=False)

    assert len(days_of(series)) == 13
    assert actions.grow_all() == 0


def test_grow_all_adds_meetups_as_time_passes(monkeypatch):
    series = a_series(skips_holidays=False)
    later = timezone.now() + timedelta(weeks=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(timezone, "localdate", lambda *moment: later.date())

    assert actions.grow_all() == 2
    assert len(days_of(series)) == 15


def test_series_skips_holidays_unless_told_otherwise():
    first = date(timezone.localdate().year + 1, 12, 25)
    skipping = Series(first_on=first, rule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25")
    meeting = Series(first_on=first, rule=skipping.rule, skips_holidays=False)

    assert (skipping.days(first), meeting.days(first)) == ([], [first])


def test_starting_twice_with_one_key_makes_one_series(consultant):
    key = uuid.uuid4()

    first, second = (a_series(by=consultant, place=a_place()) for _ in range(2))
    again = actions.start_series(key=key, by=consultant, **{f: getattr(first, f) for f in FORM})
    twice = actions.start_series(key=key, by=consultant, **{f: getattr(first, f) for f in FORM})

    assert first != second
    assert again == twice


FORM = [
    "title", "tile", "about", "place", "first_on", "begins", "ends", "repeat", "capacity",
    "host_name",
]  # fmt: skip


def test_day_on_which_the_place_is_taken_is_skipped_and_listed():
    place = a_place()
    a_meetup(place=place, starts_at=at(9, 11))

    series = a_series(place=place, skips_holidays=False)

    assert len(days_of(series)) == 12
    assert actions.missing(series) == [timezone.localdate() + timedelta(days=9)]


def test_moved_meetup_is_not_created_again(consultant):
    series = a_series(skips_holidays=False)
    one = series.meetups.order_by("starts_at")[1]

    actions.change_meetup(one, starts_at=at(10), ends_at=at(10, 12), by=consultant)

    one.refresh_from_db()
    assert one.is_moved
    assert actions.grow_all() == 0


def test_changing_a_series_changes_only_coming_meetups_that_were_not_moved(consultant):
    series = a_series(skips_holidays=False)
    moved, other = series.meetups.order_by("starts_at")[1:3]
    actions.change_meetup(moved, starts_at=at(10, 15), ends_at=at(10, 16), by=consultant)
    guest = a_sign_up(other)

    actions.change_series(series, begins=time(14), ends=time(15), title="Theetafel", by=consultant)

    for meetup in (moved, other):
        meetup.refresh_from_db()
    assert (moved.title, other.title) == ("Koffietafel", "Theetafel")
    assert timezone.localtime(other.starts_at).hour == 14
    assert Message.objects.filter(about__sign_up=guest.pk, kind="meetup_changed").exists()


def test_ending_a_series_calls_off_only_later_meetups(consultant):
    series = a_series(skips_holidays=False)
    first, *others = series.meetups.order_by("starts_at")
    guest = a_sign_up(others[0])

    actions.end_series(series, until=first.series_day, why="De zaal is weg.", by=consultant)

    on = list(Meetup.objects.on().filter(series=series))
    assert on == [first]
    assert Message.objects.filter(about__sign_up=guest.pk, kind="meetup_cancelled").exists()
    assert actions.grow_all() == 0


def test_partner_changes_only_its_own_series(partner_worker, other_partner_worker):
    series = a_series(by=partner_worker)
    assert series.partner == partner_worker.worker.partner

    with pytest.raises(Http404):
        actions.change_series(series, title="Anders", by=other_partner_worker)


def test_closing_a_place_moves_twelve_meetups_elsewhere(consultant):
    series, other = a_series(skips_holidays=False), a_place()
    guest = a_sign_up(series.meetups.order_by("starts_at")[3])

    actions.close_place(
        series.place, begins_at=timezone.now(), ends_at=at(85), why="verbouwing", move_to=other,
        by=consultant,
    )  # fmt: skip

    assert series.meetups.filter(place=other).count() == 12
    assert Message.objects.filter(about__sign_up=guest.pk, kind="meetup_changed").exists()
    with pytest.raises(Refused, match="Gesloten: verbouwing"):
        a_meetup(place=series.place, starts_at=at(30))


def test_closing_is_refused_when_the_other_place_is_taken(consultant):
    series, other = a_series(), a_place()
    a_meetup(place=other, starts_at=series.meetups.order_by("starts_at")[2].starts_at)

    with pytest.raises(Refused, match="al bezet"):
        actions.close_place(
            series.place, begins_at=timezone.now(), ends_at=at(85), why="x", move_to=other,
            by=consultant,
        )  # fmt: skip

    assert not series.meetups.filter(place=other).exists()


# --- calendar files, read by two parsers --------------------------------------------------


def read_twice(content: bytes) -> list[dict]:
    """Return the events of a file after checking that two parsers agree on them."""
    first = [
        {
            "uid": str(event["uid"]),
            "start": event.decoded("dtstart").astimezone(AMSTERDAM),
            "sequence": int(event["sequence"]),
            "status": str(event["status"]),
        }
        for event in Calendar.from_ical(content).walk("VEVENT")
    ]
    second = [
        {
            "uid": event.uid.value,
            "start": event.dtstart.value.astimezone(AMSTERDAM),
            "sequence": int(event.sequence.value),
            "status": event.status.value,
        }
        for event in vobject.readOne(content.decode()).vevent_list
    ]
    assert first == second
    return first


def test_called_off_meetup_keeps_its_uid_and_becomes_cancelled(consultant):
    meetup = a_meetup()
    (before,) = read_twice(calendar.entry(meetup))

    actions.cancel_meetup(meetup, why="Dicht.", by=consultant)
    meetup.refresh_from_db()
    (after,) = read_twice(calendar.entry(meetup))

    assert after == before | {"sequence": before["sequence"] + 1, "status": "CANCELLED"}


def test_rrule_of_ten_years_expands_to_the_planned_meetups():
    first = date(2027, 1, 5)
    series = a_series(first_on=first, until=date(2036, 12, 31), skips_holidays=False)
    content = calendar.series(series)
    read_twice(content)

    event = vobject.readOne(content.decode()).vevent_list[0]
    read = [moment.astimezone(AMSTERDAM) for moment in event.getrruleset(addRDate=True)]

    days = recurrence.days(series.rule, first, series.until)
    planned = [datetime.combine(day, series.begins, AMSTERDAM) for day in days]
    assert len(planned) == 522
    assert read == planned


def test_series_calendar_has_a_moved_and_a_cancelled_occurrence(consultant):
    series = a_series(skips_holidays=False)
    moved, off = series.meetups.order_by("starts_at")[1:3]
    actions.change_meetup(moved, starts_at=at(10, 15), ends_at=at(10, 16), by=consultant)
    actions.cancel_meetup(off, why="Dicht.", by=consultant)

    events = read_twice(calendar.series(series))

    assert {event["uid"] for event in events} == {f"reeks-{series.pk}@127.0.0.1"}
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1]["start"] == at(10, 15)


def test_feed_of_a_neighbourhood_has_only_its_meetups(client):
    here = a_meetup(place=a_place(neighbourhood="Vogelbuurt"))
    a_meetup(place=a_place(neighbourhood="Molenwijk"))

    answer = client.get(reverse("activities:feed"), {"buurt": "Vogelbuurt"})

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [e["uid"] for e in read_twice(answer.content)] == [f"activiteit-{here.pk}@127.0.0.1"]


def test_line_breaks_in_a_title_inject_nothing_into_a_calendar():
    meetup = a_meetup(title="Soep\r\nATTENDEE:mailto:x@y.example\nBEGIN:VALARM")

    content = calendar.entry(meetup)

    assert len(read_twice(content)) == 1
    assert b"\nATTENDEE" not in content
    assert b"\nBEGIN:VALARM" not in content


def planned(place, **changes) -> dict:
    """Form data of a meetup that repeats every week."""
    return {
        "key": str(uuid.uuid4()), "title": "Thee", "tile": "koffie", "about": "Thee drinken.",
        "place": place.pk, "day": f"{at(3).date()}", "begins": "11:00", "ends": "12:00",
        "capacity": 6, "cost": "Gratis", "host_name": "Ria", "element": "ontmoeten",
        "repeat": "week", "languages": ["TUR", "ARA"],
    } | changes  # fmt: skip


def test_plan_form_sent_twice_starts_one_series(signed_in, consultant):
    client, form = signed_in(consultant), planned(a_place())

    answers = [client.post(reverse("activities:plan_meetup"), form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    series = Series.objects.get()
    assert series.languages == ["TUR", "ARA"]
    assert series.meetups.first().spoken == "Turks, Arabisch"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kept": 2, "kept_until_day": "2026-12-01"}, "Stoelen bewaar je per keer"),
        ({"day": "0001-01-01"}, "na het jaar 2000"),
        ({"until": "9999-12-31"}, "voor het jaar 2100"),
    ],
)
def test_invalid_series_shows_an_error_at_the_field(signed_in, consultant, changes, words):
    answer = signed_in(consultant).post(
        reverse("activities:plan_meetup"), planned(a_place(), **changes)
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Series.objects.exists()


def test_series_capacity_above_the_size_of_the_room_is_refused(signed_in, consultant):
    series = a_series(by=consultant, place=a_place(room_for=4))
    form = planned(series.place, capacity=9)

    answer = signed_in(consultant).post(reverse("activities:change_series", args=[series.pk]), form)

    assert answer.status_code == 422
    assert "passen 4 mensen" in answer.content.decode()


def test_ending_a_series_later_than_planned_does_not_extend_it(consultant):
    end = timezone.localdate() + timedelta(days=20)
    series = a_series(by=consultant, until=end)

    actions.end_series(series, until=end + timedelta(days=60), why="x", by=consultant)

    series.refresh_from_db()
    assert series.until == end


def test_changing_a_series_ended_in_the_meantime_does_not_revive_it(consultant):
    series = a_series(by=consultant)
    stale = Series.objects.get(pk=series.pk)
    until = timezone.localdate() + timedelta(days=10)
    actions.end_series(series, until=until, why="x", by=consultant)

    actions.change_series(stale, title="Thee", by=consultant)

    series.refresh_from_db()
    assert (series.title, series.until) == ("Thee", until)


def test_meetup_of_today_keeps_its_time_when_the_new_time_has_passed(consultant, monkeypatch):
    series = a_series(
        by=consultant, first_on=at(2).date(), begins=time(14), ends=time(16), skips_holidays=False
    )
    noon = at(2, hour=12)
    monkeypatch.setattr(timezone, "now", lambda: noon)

    actions.change_series(series, begins=time(10), ends=time(12), by=consultant)

    today, next_week = series.meetups.order_by("starts_at")[:2]
    assert today.starts_at == at(0, hour=14)
    assert next_week.starts_at == at(7, hour=10)


def test_regular_guest_of_an_ended_series_is_retained_for_a_year(consultant):
    standing = a_standing(a_series(by=consultant))
    today = timezone.localdate()
    Series.objects.update(until=today)

    assert not old_standing(today + timedelta(days=364)).exists()
    assert list(old_standing(today + timedelta(days=366))) == [standing]


def test_regular_guest_who_cannot_be_signed_up_does_not_stop_the_meetup(consultant):
    series = a_series(by=consultant)
    broken, fine = a_standing(series), a_standing(series)
    RegularGuest.objects.filter(pk=broken.pk).update(phone="geen nummer")
    last = series.meetups.order_by("starts_at").last()
    last.sign_ups.all().delete()
    last.delete()

    assert actions.grow_all() == 1

    names = series.meetups.order_by("starts_at").last().sign_ups.values_list("name", flat=True)
    assert list(names) == [fine.name]


def test_regular_guest_is_notified_once_when_a_series_changes_or_ends(consultant):
    series = a_series(by=consultant)
    a_standing(series)
    once = a_sign_up(series.meetups.last(), name="Een Keer", phone="06 12345678")

    actions.change_series(series, begins=time(11), ends=time(13), by=consultant)
    changed = list(Message.objects.filter(kind="meetup_changed").order_by("pk"))
    said = [render_text(message) for message in changed]
    actions.end_series(series, until=timezone.localdate(), why="De zaal sluit", by=consultant)
    stopped = list(Message.objects.filter(kind="meetup_cancelled").order_by("pk"))

    for told in (changed, stopped):
        assert [message.about["sign_up"] == once.pk for message in told] == [False, True]
    assert "De keren daarna zijn ook veranderd." in said[0]
    assert "De keren daarna ook niet." in render_text(stopped[0])
