"""What search engines, messengers, calendars and researchers read of the public pages."""

import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from activities.models import Place
from activities.models.meetups import GUESTS_KEPT_MONTHS
from outbox import pdf
from tests.factories.activities import a_meetup, a_place

pytestmark = pytest.mark.django_db
PAGES = [
    "activities:agenda", "activities:request_buddy", "signals:report", "privacy", "accessibility",
]  # fmt: skip
# What Open Graph asks of every page, and a description.
SHARED = {"og:type", "og:url", "og:title", "og:description", "og:image", "og:site_name"}


def shared(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', page))


@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_says_what_a_messenger_shows_of_it(name, client):
    page = client.get(reverse(name), {"week": "alles"}).content.decode()

    found = shared(page)
    address = settings.SITE_URL + reverse(name)
    assert set(found) >= SHARED
    assert all(found.values())
    assert found["og:url"] == address
    assert f'<link rel="canonical" href="{address}">' in page
    assert page.count('name="description"') == 1


def test_the_address_of_a_page_in_another_language_keeps_the_language(client):
    page = client.get(reverse("privacy"), {"taal": "tr", "x": "1"}).content.decode()

    assert shared(page)["og:url"] == f"{settings.SITE_URL}{reverse('privacy')}?taal=tr"


def test_a_meetup_says_its_town_to_messengers_search_engines_and_calendars(client):
    meetup = a_meetup(place=a_place(name="De Merel", street="Merelstraat 2", town="Lindenwaard"))

    page = client.get(reverse("activities:meetup", args=[meetup.pk])).content.decode()
    entry = client.get(reverse("activities:calendar_entry", args=[meetup.pk])).content

    event = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert event["location"]["address"]["streetAddress"] == "Merelstraat 2"
    assert event["location"]["address"]["addressLocality"] == "Lindenwaard"
    assert "De Merel, Merelstraat 2, Lindenwaard." in shared(page)["og:description"]
    assert shared(page)["og:image"].endswith(f"/agenda/{meetup.pk}.png")
    where = [one["location"] for one in Calendar.from_ical(entry).walk("VEVENT")]
    assert where == ["De Merel, Merelstraat 2, Lindenwaard"]


def test_a_place_without_a_town_is_changed_only_with_one(client, coordinator):
    place = a_place(town="")
    client.force_login(coordinator)
    form = {"name": "De Merel", "street": "Merelstraat 2", "open_to": Place.OpenTo.NEIGHBOURHOOD}

    refused = client.post(reverse("activities:change_place", args=[place.pk]), form)
    client.post(reverse("activities:change_place", args=[place.pk]), form | {"town": "Lindenwaard"})

    place.refresh_from_db()
    assert refused.status_code == 422
    assert "Zet de plaats erbij" in refused.content.decode()
    assert place.address == "Merelstraat 2, Lindenwaard"


def test_robots_may_read_the_agenda_and_nothing_personal(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Allow: /agenda/" in lines
    assert "Disallow: /agenda/kaartje/" in lines
    assert "Disallow: /" in lines
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines


def test_the_sitemap_lists_public_pages_and_meetups_to_come_in_every_language(client):
    meetup = a_meetup()
    off = a_meetup()
    type(off).objects.filter(pk=off.pk).update(cancelled_at=timezone.now())

    answer = client.get("/sitemap.xml")

    root = ElementTree.fromstring(answer.content)
    places = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    others = [one.get("href") for one in root.iter("{http://www.w3.org/1999/xhtml}link")]
    address = f"{settings.SITE_URL}/agenda/{meetup.pk}/"
    assert address in places
    assert f"{settings.SITE_URL}/agenda/{off.pk}/" not in places
    assert f"{address}?taal=ar" in others
    assert all(client.get(one.removeprefix(settings.SITE_URL)).status_code == 200 for one in places)


def test_a_researcher_finds_whom_to_write_to_and_for_how_long_that_holds(client):
    text = client.get("/.well-known/security.txt").content.decode()

    said = dict(line.split(": ", 1) for line in text.splitlines())
    left = datetime.fromisoformat(said["Expires"]) - timezone.now()
    assert said["Contact"] == settings.SECURITY_CONTACT
    assert timedelta(days=100) < left < timedelta(days=365)
    assert said["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"


def test_the_icon_is_there_for_who_reads_no_page(client):
    answer = client.get("/favicon.ico")

    assert answer.status_code == 200
    assert answer.content[:4] == b"\x00\x00\x01\x00"
    assert "max-age" in answer["Cache-Control"]


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The drawings that were made; each is still made for real."""
    made, png = [], pdf.png
    monkeypatch.setattr(
        pdf, "png", lambda *args, **more: made.append(args[0]) or png(*args, **more)
    )
    return made


def test_a_picture_is_drawn_once_whatever_else_is_in_the_address(client, drawn):
    address = reverse("activities:picture", args=[a_meetup().pk])

    answers = [client.get(address, {"x": n}) for n in range(5)]

    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer["ETag"] for answer in answers} == {answers[0]["ETag"]}
    assert len(drawn) == 1


def test_a_picture_is_drawn_again_when_the_meetup_changed_or_nothing_was_kept(client, drawn):
    meetup = a_meetup()
    address = reverse("activities:picture", args=[meetup.pk])
    client.get(address)
    type(meetup).objects.filter(pk=meetup.pk).update(title="Samen zingen")
    client.get(address)
    caches["broker"].clear()
    client.get(address)

    assert len(drawn) == 3


def test_a_visitor_finds_what_happens_with_their_data_on_every_public_page(client):
    page = client.get(reverse("activities:agenda")).content.decode()

    assert f'href="{reverse("privacy")}"' in page
    assert f'href="{reverse("accessibility")}"' in page
    words = client.get(reverse("privacy")).content.decode()
    assert "Autoriteit Persoonsgegevens" in words
    assert ("Een jaar na de activiteit wissen wij uw naam" in words) == (GUESTS_KEPT_MONTHS == 12)
