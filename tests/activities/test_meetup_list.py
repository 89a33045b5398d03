"""The list of meetups: a series is one line, filters, and a copy of a meetup."""

import re

import pytest
from django.urls import reverse

from activities.models import Meetup
from tests.activities.test_staff_pages import form
from tests.factories.activities import a_meetup, a_place, a_portrait, a_series, a_sign_up, at, begun

pytestmark = pytest.mark.django_db
LIST = reverse("activities:meetup_list")
PLAN = reverse("activities:plan_meetup")


def titles(page: str) -> list[str]:
    return re.findall(r'<a class="who" href="[^"]*">([^<]*)</a>', page)


def test_series_is_one_line_with_its_first_date_and_a_link_to_all_of_them(signed_in, consultant):
    series = a_series(title="Wandelclub")
    a_meetup(title="Soep")
    client = signed_in(consultant)

    page = client.get(LIST).text
    all_dates = client.get(LIST, {"reeks": series.pk}).text

    n = series.meetups.count()
    assert sorted(titles(page)) == ["Soep", "Wandelclub"]
    assert series.meetups.first().get_absolute_url() in page
    assert f"alle {n} keren" in page
    assert titles(all_dates) == ["Wandelclub"] * n
    assert "Toon alles" in all_dates


def test_past_of_a_series_is_one_line_with_its_last_date(signed_in, consultant):
    series = a_series(title="Wandelclub")
    first, second = series.meetups.all()[:2]
    for days, meetup in ((-9, first), (-2, second)):
        Meetup.objects.filter(pk=meetup.pk).update(starts_at=at(days), ends_at=at(days, 12))

    page = signed_in(consultant).get(LIST, {"toon": "geweest"}).text

    assert titles(page) == ["Wandelclub"]
    assert second.get_absolute_url() in page
    assert first.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("hoe_vol=bijna-leeg", ["Leeg", "Een op vier"]),
        ("hoe_vol=plek", ["Leeg", "Een op vier", "Half"]),
        ("hoe_vol=vol", ["Vol"]),
        ("ontvangt=Bert", ["Half"]),
        ("plek=molen", ["Vol"]),
        ("plek=molen&hoe_vol=plek", []),
        ("toon=geweest", []),
    ],
)
def test_list_is_narrowed_by_place_host_and_how_full_it_is(signed_in, consultant, asked, found):
    molen = a_place(name="De Molen")
    a_meetup(title="Leeg", starts_at=at(3))
    for n, (title, more) in enumerate(
        {"Een op vier": {}, "Half": {"host_name": "Bert"}, "Vol": {"place": molen}}.items(), start=4
    ):
        meetup = a_meetup(title=title, starts_at=at(n), **more)
        for _ in range({"Een op vier": 1, "Half": 2, "Vol": 4}[title]):
            a_sign_up(meetup)
    cancelled = a_meetup(title="Afgelast", starts_at=at(9))
    Meetup.objects.filter(pk=cancelled.pk).update(cancelled_at=at(0))

    page = signed_in(consultant).get(f"{LIST}?{asked.replace('molen', str(molen.pk))}").text

    assert [title for title in titles(page) if title != "Afgelast"] == found
    assert ("Niets gevonden" in page) is (asked == "plek=molen&hoe_vol=plek")


def test_first_date_of_a_series_that_fits_the_filter_is_shown(signed_in, consultant):
    series = a_series()
    full, empty = series.meetups.all()[:2]
    for _ in range(4):
        a_sign_up(full)

    page = signed_in(consultant).get(LIST, {"hoe_vol": "bijna-leeg"}).text

    assert empty.get_absolute_url() in page
    assert full.get_absolute_url() not in page


def test_next_page_goes_on_where_the_first_ended(signed_in, consultant, monkeypatch):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    for days in (3, 5, 7):
        a_meetup(title=f"Over {days}", starts_at=at(days))
    a_series(title="Reeks")
    client = signed_in(consultant)

    first = client.get(LIST).text
    more = re.search(r'href="(\?na=\d+)"', first)[1]

    assert titles(first) == ["Reeks", "Over 3"]
    assert titles(client.get(LIST + more).text) == ["Over 5", "Over 7"]


def test_unknown_filter_is_said_and_a_host_sees_no_filters(signed_in, consultant, host):
    a_meetup()

    unknown = signed_in(consultant).get(LIST, {"plek": "999999", "hoe_vol": "zolder"})

    assert unknown.status_code == 200
    assert unknown.text.count('class="err"') == 2
    assert "Activiteiten filteren" not in signed_in(host).get(LIST).text


def test_copy_fills_in_everything_but_the_day(signed_in, consultant, host):
    portrait = a_portrait()
    like = a_meetup(
        title="Klaverjassen", capacity=7, cost="1 euro", host=host, portrait=portrait,
        languages=["TUR"], starts_at=at(4, 14), for_whom="Wie wil",
    )  # fmt: skip
    begun(like)
    client = signed_in(consultant)

    page = client.get(PLAN, {"kopie": like.pk}).text
    link = f"{PLAN}?kopie={like.pk}"

    assert link in client.get(like.get_absolute_url()).text
    for value in ('value="Klaverjassen"', 'value="7"', 'value="1 euro"', 'value="Wie wil"'):
        assert value in page
    for chosen in (like.place_id, host.pk, portrait.pk):
        assert re.search(rf'<option value="{chosen}"\s+selected', page)
    assert re.search(r'name="day"(?![^>]*value=)[^>]*>', page)


def test_copied_meetup_is_a_new_one_and_belongs_to_no_series(signed_in, consultant):
    like = a_series(title="Wandelclub").meetups.first()
    sent = form(place=a_place().pk, title="Wandelclub")

    signed_in(consultant).post(f"{PLAN}?kopie={like.pk}", sent)

    made = Meetup.objects.latest("pk")
    assert (made.title, made.series, made.pk != like.pk) == ("Wandelclub", None, True)


def test_partner_copies_its_own_meetups_only(signed_in, partner_worker):
    own, other = a_meetup(by=partner_worker, title="Soep van ons"), a_meetup()
    client = signed_in(partner_worker)

    assert 'value="Soep van ons"' in client.get(PLAN, {"kopie": own.pk}).text
    assert client.get(PLAN, {"kopie": other.pk}).status_code == 404
