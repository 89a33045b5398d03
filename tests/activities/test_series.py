"""What comes back: by the clock in Amsterdam, once a day, changed and stopped as one."""

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
from outbox.actions import in_words
from outbox.models import Message
from tests.roads.activities import a_meetup, a_place, a_series, a_sign_up, a_standing, at

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
def test_every_way_of_coming_back(repeat, first, expected):
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
def test_a_rule_that_surprises_says_what_to_choose(repeat, first, words):
    assert words in recurrence.why_not(repeat, first)


def test_ten_years_of_a_series_begin_at_ten_on_the_clock():
    """Against the wall clock of the zone itself, over twenty changes of the clock."""
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
def test_a_time_that_the_clock_skips_or_repeats_is_one_moment(day, begins, utc):
    start, _ = recurrence.instants(day, begins, time(4))

    assert f"{start:%H:%M}" == utc


def test_a_series_stands_thirteen_weeks_ahead():
    series = a_series(skips_holidays=False)

    assert len(days_of(series)) == 13
    assert actions.grow_all() == 0


def test_time_goes_on_and_the_series_with_it(monkeypatch):
    series = a_series(skips_holidays=False)
    later = timezone.now() + timedelta(weeks=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(timezone, "localdate", lambda *moment: later.date())

    assert actions.grow_all() == 2
    assert len(days_of(series)) == 15


def test_no_meetup_on_a_holiday_unless_chosen():
    first = date(timezone.localdate().year + 1, 12, 25)
    skipping = Series(first_on=first, rule="FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25")
    meeting = Series(first_on=first, rule=skipping.rule, skips_holidays=False)

    assert (skipping.days(first), meeting.days(first)) == ([], [first])


def test_the_same_form_begins_one_series(consultant):
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


def test_a_day_on_which_the_place_is_taken_is_left_out_and_shown():
    place = a_place()
    a_meetup(place=place, starts_at=at(9, 11))

    series = a_series(place=place, skips_holidays=False)

    assert len(days_of(series)) == 12
    assert actions.missing(series) == [timezone.localdate() + timedelta(days=9)]


def test_one_date_is_moved_and_not_made_again(consultant):
    series = a_series(skips_holidays=False)
    one = series.meetups.order_by("starts_at")[1]

    actions.change_meetup(one, starts_at=at(10), ends_at=at(10, 12), by=consultant)

    one.refresh_from_db()
    assert one.is_moved
    assert actions.grow_all() == 0


def test_changing_the_series_changes_what_is_to_come_and_was_not_moved(consultant):
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


def test_stopping_calls_off_what_is_later_and_nothing_else(consultant):
    series = a_series(skips_holidays=False)
    first, *others = series.meetups.order_by("starts_at")
    guest = a_sign_up(others[0])

    actions.end_series(series, until=first.series_day, why="De zaal is weg.", by=consultant)

    on = list(Meetup.objects.on().filter(series=series))
    assert on == [first]
    assert Message.objects.filter(about__sign_up=guest.pk, kind="meetup_cancelled").exists()
    assert actions.grow_all() == 0


def test_a_partner_changes_only_its_own_series(partner_worker, other_partner_worker):
    series = a_series(by=partner_worker)
    assert series.partner == partner_worker.worker.partner

    with pytest.raises(Http404):
        actions.change_series(series, title="Anders", by=other_partner_worker)


def test_a_place_closes_for_renovation_and_twelve_meetups_go_elsewhere(consultant):
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


def test_a_place_does_not_close_when_the_other_is_taken(consultant):
    series, other = a_series(), a_place()
    a_meetup(place=other, starts_at=series.meetups.order_by("starts_at")[2].starts_at)

    with pytest.raises(Refused, match="al bezet"):
        actions.close_place(
            series.place, begins_at=timezone.now(), ends_at=at(85), why="x", move_to=other,
            by=consultant,
        )  # fmt: skip

    assert not series.meetups.filter(place=other).exists()


# --- calendar files, read by two readers --------------------------------------------------


def read_twice(content: bytes) -> list[dict]:
    """The events of a file as two libraries read them, which must say the same."""
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


def test_a_meetup_that_is_called_off_says_so_under_the_same_uid(consultant):
    meetup = a_meetup()
    (before,) = read_twice(calendar.entry(meetup))

    actions.cancel_meetup(meetup, why="Dicht.", by=consultant)
    meetup.refresh_from_db()
    (after,) = read_twice(calendar.entry(meetup))

    assert after == before | {"sequence": before["sequence"] + 1, "status": "CANCELLED"}


def test_a_series_of_ten_years_is_read_as_the_agenda_would_plan_it():
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


def test_the_file_of_a_series_tells_of_one_date_that_moved_and_one_that_is_off(consultant):
    series = a_series(skips_holidays=False)
    moved, off = series.meetups.order_by("starts_at")[1:3]
    actions.change_meetup(moved, starts_at=at(10, 15), ends_at=at(10, 16), by=consultant)
    actions.cancel_meetup(off, why="Dicht.", by=consultant)

    events = read_twice(calendar.series(series))

    assert {event["uid"] for event in events} == {f"reeks-{series.pk}@aanloop"}
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert events[1]["start"] == at(10, 15)


def test_a_neighbourhood_has_a_feed_of_its_own(client):
    here = a_meetup(place=a_place(neighbourhood="Vogelbuurt"))
    a_meetup(place=a_place(neighbourhood="Molenwijk"))

    answer = client.get(reverse("activities:feed"), {"buurt": "Vogelbuurt"})

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert [e["uid"] for e in read_twice(answer.content)] == [f"activiteit-{here.pk}@aanloop"]


def test_a_title_with_line_breaks_adds_no_line_to_a_calendar():
    meetup = a_meetup(title="Soep\r\nATTENDEE:mailto:x@y.example\nBEGIN:VALARM")

    content = calendar.entry(meetup)

    assert len(read_twice(content)) == 1
    assert b"\nATTENDEE" not in content
    assert b"\nBEGIN:VALARM" not in content


def planned(place, **changes) -> dict:
    """The form of a meetup that comes back every week."""
    return {
        "key": str(uuid.uuid4()), "title": "Thee", "tile": "koffie", "about": "Thee drinken.",
        "place": place.pk, "day": f"{at(3).date()}", "begins": "11:00", "ends": "12:00",
        "capacity": 6, "cost": "Gratis", "host_name": "Ria", "element": "ontmoeten",
        "repeat": "week", "languages": ["TUR", "ARA"],
    } | changes  # fmt: skip


def test_a_plan_form_sent_twice_begins_one_series(signed_in, consultant):
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
def test_what_a_series_cannot_be_is_said_at_the_field(signed_in, consultant, changes, words):
    answer = signed_in(consultant).post(
        reverse("activities:plan_meetup"), planned(a_place(), **changes)
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Series.objects.exists()


def test_a_series_has_no_more_chairs_than_the_room(signed_in, consultant):
    series = a_series(by=consultant, place=a_place(room_for=4))
    form = planned(series.place, capacity=9)

    answer = signed_in(consultant).post(reverse("activities:change_series", args=[series.pk]), form)

    assert answer.status_code == 422
    assert "passen 4 mensen" in answer.content.decode()


def test_stopping_later_than_it_ends_does_not_lengthen_it(consultant):
    end = timezone.localdate() + timedelta(days=20)
    series = a_series(by=consultant, until=end)

    actions.end_series(series, until=end + timedelta(days=60), why="x", by=consultant)

    series.refresh_from_db()
    assert series.until == end


def test_changing_what_somebody_stopped_meanwhile_does_not_revive_it(consultant):
    series = a_series(by=consultant)
    stale = Series.objects.get(pk=series.pk)
    until = timezone.localdate() + timedelta(days=10)
    actions.end_series(series, until=until, why="x", by=consultant)

    actions.change_series(stale, title="Thee", by=consultant)

    series.refresh_from_db()
    assert (series.title, series.until) == ("Thee", until)


def test_a_meetup_of_today_stays_when_the_series_begins_earlier(consultant, monkeypatch):
    series = a_series(
        by=consultant, first_on=at(2).date(), begins=time(14), ends=time(16), skips_holidays=False
    )
    noon = at(2, hour=12)
    monkeypatch.setattr(timezone, "now", lambda: noon)

    actions.change_series(series, begins=time(10), ends=time(12), by=consultant)

    today, next_week = series.meetups.order_by("starts_at")[:2]
    assert today.starts_at == at(0, hour=14)
    assert next_week.starts_at == at(7, hour=10)


def test_who_stood_on_a_series_that_ended_is_kept_a_year(consultant):
    standing = a_standing(a_series(by=consultant))
    today = timezone.localdate()
    Series.objects.update(until=today)

    assert not old_standing(today + timedelta(days=364)).exists()
    assert list(old_standing(today + timedelta(days=366))) == [standing]


def test_somebody_who_cannot_be_listed_leaves_the_others_their_meetup(consultant):
    series = a_series(by=consultant)
    broken, fine = a_standing(series), a_standing(series)
    RegularGuest.objects.filter(pk=broken.pk).update(phone="geen nummer")
    last = series.meetups.order_by("starts_at").last()
    last.sign_ups.all().delete()
    last.delete()

    assert actions.grow_all() == 1

    names = series.meetups.order_by("starts_at").last().sign_ups.values_list("name", flat=True)
    assert list(names) == [fine.name]


def test_who_always_comes_hears_once_that_a_series_changed_or_stopped(consultant):
    series = a_series(by=consultant)
    a_standing(series)
    once = a_sign_up(series.meetups.last(), name="Een Keer", phone="06 12345678")

    actions.change_series(series, begins=time(11), ends=time(13), by=consultant)
    changed = list(Message.objects.filter(kind="meetup_changed").order_by("pk"))
    said = [in_words(message) for message in changed]
    actions.end_series(series, until=timezone.localdate(), why="De zaal sluit", by=consultant)
    stopped = list(Message.objects.filter(kind="meetup_cancelled").order_by("pk"))

    for told in (changed, stopped):
        assert [message.about["sign_up"] == once.pk for message in told] == [False, True]
    assert "De keren daarna zijn ook veranderd." in said[0]
    assert "De keren daarna ook niet." in in_words(stopped[0])
