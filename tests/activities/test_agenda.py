"""The agenda on a telephone: a week at a time, one card a series, search, and the walk."""

import re
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import actions
from activities.models import Meetup
from tests import factories
from tests.activities.test_public_pages import words
from tests.factories.activities import a_meetup, a_place, a_series, a_sign_up, at

pytestmark = pytest.mark.django_db
WEDNESDAY, SUNDAY = 2, 6


@contextmanager
def on_a(weekday: int):
    """Make today the next such day, at eight in the morning."""
    today = timezone.localdate()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    moment = timezone.make_aware(datetime.combine(day, time(8)))
    with patch.object(timezone, "now", lambda: moment):
        yield


def cards(client, **asked) -> list[str]:
    """The titles of the cards, in their order."""
    page = client.get("/agenda/", asked).content.decode()
    return re.findall(r'<a class="cover"[^>]*>([^<]*)</a>', page)


def test_agenda_opens_with_this_week_and_offers_the_next(client):
    with on_a(WEDNESDAY):
        a_meetup(title="Soep", starts_at=at(1))
        a_meetup(title="Breien", starts_at=at(4, 20))
        a_meetup(title="Zingen", starts_at=at(5))
        a_meetup(title="Kerst", starts_at=at(30))

        assert cards(client) == ["Soep", "Breien"]
        assert cards(client, week="volgende") == ["Zingen"]
        assert cards(client, week="alles") == ["Soep", "Breien", "Zingen", "Kerst"]
        assert "Kijk bij volgende week" in words(client.get("/agenda/"))


def test_agenda_of_a_week_that_has_nothing_left_opens_with_the_next(client):
    with on_a(SUNDAY):
        a_meetup(title="Zingen", starts_at=at(1))

        page = client.get("/agenda/")

        assert "Deze week is er niets meer. Dit is er volgende week." in words(page)
        assert cards(client) == ["Zingen"]
        assert "Er staat in deze week niets" in words(client.get("/agenda/", {"week": "deze"}))


def test_agenda_without_anything_in_two_weeks_shows_what_comes_later(client):
    with on_a(WEDNESDAY):
        a_meetup(title="Kerst", starts_at=at(30))

        page = client.get("/agenda/")

        assert "Deze week en volgende week is er niets. Dit komt daarna." in words(page)
        assert cards(client) == ["Kerst"]


def test_series_has_one_card_and_its_page_has_the_other_dates(client):
    series = a_series(title="Wandelclub")
    a_meetup(title="Soep", starts_at=at(1))

    assert cards(client, week="alles") == ["Soep", "Wandelclub"]
    assert "Elke week" in words(client.get("/agenda/", {"week": "alles"}))
    first, second = series.meetups.all()[:2]
    page = client.get(reverse("activities:meetup", args=[first.pk])).content.decode()
    assert f'href="{reverse("activities:meetup", args=[second.pk])}"' in page


def test_two_others_beside_a_full_meetup_are_not_two_dates_of_one_series(client):
    full = a_meetup(capacity=1, starts_at=at(1))
    a_sign_up(full)
    a_series(title="Wandelclub")
    a_meetup(title="Zingen", starts_at=at(60))

    page = client.get(reverse("activities:sign_up", args=[full.pk])).content.decode()

    assert re.findall(r'class="cover"[^>]*>([^<]*)<', page) == ["Wandelclub", "Zingen"]


def test_series_called_off_next_time_also_shows_the_time_after(client, consultant):
    series = a_series(title="Wandelclub")
    first, second = series.meetups.all()[:2]
    actions.cancel_meetup(first, why="Regen.", by=consultant)

    page = client.get("/agenda/", {"week": "alles"}).content.decode()

    assert f"/agenda/{first.pk}/" in page
    assert f"/agenda/{second.pk}/" in page
    assert cards(client, week="alles") == ["Wandelclub"] * 2


def test_date_that_differs_from_its_series_has_its_own_card(client, consultant):
    series = a_series(title="Wandelclub")
    second = series.meetups.all()[1]
    actions.change_meetup(second, title="Wandelclub met soep", by=consultant)

    assert cards(client, week="alles") == ["Wandelclub", "Wandelclub met soep"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("koffie", ["Cafétafel"]),
        ("CAFETAFEL", ["Cafétafel"]),
        ("wandelen", ["Rondje"]),
        ("rondje piet", ["Rondje"]),
        ("vyver", ["Rondje"]),
        ("'s middags", ["Rondje"]),
        ("vogelbuurt", ["Cafétafel"]),
        ("rondje koffie", []),
        ("100%", []),
        ("   ", ["Cafétafel", "Rondje"]),
    ],
)
def test_search_finds_meetups_of_every_week_by_their_words(client, typed, found):
    a_meetup(title="Cafétafel", starts_at=at(1))
    a_meetup(
        title="Rondje", tile="wandelen", about="’s Middags om de Vijver.", host_name="Piet",
        place=a_place(neighbourhood="Molenwijk"), starts_at=at(40),
    )  # fmt: skip

    assert cards(client, zoek=typed, week="" if typed.strip() else "alles") == found


def test_search_without_results_says_so_and_keeps_what_was_typed(client):
    a_meetup()

    page = client.get("/agenda/", {"zoek": "paardrijden <b>", "buurt": "Vogelbuurt"})

    assert page.status_code == 200
    assert "Wij vonden niets bij ‘paardrijden &lt;b&gt;’." in words(page)
    assert 'value="paardrijden &lt;b&gt;"' in page.content.decode()
    assert 'name="buurt" value="Vogelbuurt"' in page.content.decode()


def test_calendar_follows_what_was_searched_for(client):
    a_meetup(title="Soep")
    a_meetup(title="Wandelen", starts_at=at(40))
    page = client.get("/agenda/", {"zoek": "wandelen", "buurt": "Vogelbuurt"}).content.decode()
    address = re.search(r'href="(/agenda/buurt.ics[^"]*)"', page)[1].replace("&amp;", "&")

    feed = client.get(address).content.decode()

    assert "SUMMARY:Wandelen" in feed
    assert "SUMMARY:Soep" not in feed
    assert "Vogelbuurt" in feed


@pytest.mark.parametrize("query", ["zoek=" + "x" * 5000, "week=ooit", "vanaf=nergens"])
def test_agenda_with_nonsense_in_the_address_answers_200(client, query):
    a_meetup()

    assert client.get(f"/agenda/?{query}").status_code == 200


def test_letter_and_company_come_before_the_first_card(client):
    a_meetup()

    page = client.get("/agenda/").content.decode()

    first = page.index('class="act')
    assert page.index(reverse("activities:type_code")) < first
    assert page.index(reverse("activities:request_buddy")) < first
    assert page.index('role="search"') < first


def test_visitor_who_says_where_they_live_reads_how_far_each_meetup_is(client, consultant):
    meetup = a_meetup()
    factories.a_home(complex_code="C-MER", complex_name="Merelflat")
    actions.note_walk(meetup.place, complex_code="C-MER", minutes=5, by=consultant)
    a_meetup(title="Ver weg")

    choice = client.get(reverse("activities:choose_complex"), {"code": "4F7Q"}).content.decode()
    address = re.search(r'href="(/agenda/\?[^"]*vanaf=C-MER[^"]*)"[^>]*>Merelflat<', choice)[1]
    page = client.get(address.replace("&amp;", "&"))

    assert words(page).count("minuten lopen") == 1
    assert "5 minuten lopen" in words(page)
    link = re.search(rf'href="(/agenda/{meetup.pk}/[^"]*)"', page.content.decode())[1]
    assert {"code=4F7Q", "vanaf=C-MER"} <= set(re.split(r"[?&]", link.replace("&amp;", "&")))
    assert "5 minuten lopen" in words(client.get(link.replace("&amp;", "&")))


def test_another_walking_time_changes_the_page_of_who_walks_from_there(client, consultant):
    meetup = a_meetup()
    actions.note_walk(meetup.place, complex_code="C-MER", minutes=5, by=consultant)
    etag = client.get("/agenda/?vanaf=C-MER")["ETag"]

    actions.note_walk(meetup.place, complex_code="C-MER", minutes=7, by=consultant)

    changed = client.get("/agenda/?vanaf=C-MER", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "7 minuten lopen" in words(changed)


def test_card_says_that_somebody_can_fetch_the_guest_while_one_can_still_come(client, consultant):
    meetup = a_meetup()
    assert "Iemand kan u ophalen" in words(client.get("/agenda/"))

    actions.cancel_meetup(meetup, why="Dicht.", by=consultant)

    assert "Iemand kan u ophalen" not in words(client.get("/agenda/"))
    assert Meetup.objects.count() == 1
