"""Conditional requests to the public agenda: 304 when nothing changed, 200 when it did."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities import actions
from activities.models import Meetup
from tests.factories.activities import a_meetup, a_sign_up, at

pytestmark = pytest.mark.django_db


def again(client: Client, path: str, etag: str) -> int:
    return client.get(path, headers={"If-None-Match": etag}).status_code


@pytest.fixture
def meetup() -> Meetup:
    return a_meetup(capacity=3)


@pytest.mark.parametrize("path", ["/agenda/", "/agenda/{}/", "/agenda/?buurt=Vogelbuurt"])
def test_unchanged_page_answers_304(client, meetup, path):
    path = path.format(meetup.pk)
    first = client.get(path)

    assert "public" in first["Cache-Control"]
    assert "Cookie" in first["Vary"]
    assert not first.cookies
    assert again(client, path, first["ETag"]) == 304


def changes(meetup: Meetup, by) -> dict:
    return {
        "somebody signs up": lambda: a_sign_up(meetup),
        "another title": lambda: actions.change_meetup(meetup, title="Thee", by=by),
        "called off": lambda: actions.cancel_meetup(meetup, why="Dicht.", by=by),
        "a new meetup": a_meetup,
        "the place has a lift now": lambda: actions.change_place(
            meetup.place, step_free=True, by=by
        ),
        "it begins": lambda: Meetup.objects.filter(pk=meetup.pk).update(
            starts_at=timezone.now(), ends_at=at(1)
        ),
    }


@pytest.mark.parametrize("change", changes(None, None))
def test_any_visible_change_changes_the_etag(client, meetup, consultant, change):
    etag = client.get("/agenda/")["ETag"]

    changes(meetup, consultant)[change]()

    assert again(client, "/agenda/", etag) == 200


def test_language_and_text_size_change_the_etag(client, meetup):
    etag = client.get("/agenda/")["ETag"]
    client.cookies["letters"] = "groter"
    assert again(client, "/agenda/", etag) == 200

    del client.cookies["letters"]
    assert "ETag" not in client.get("/agenda/?taal=tr")
    assert again(client, "/agenda/", etag) == 200


def test_signed_in_user_gets_no_etag_and_no_public_cache(signed_in, consultant, meetup):
    answer = signed_in(consultant).get("/agenda/")

    assert "ETag" not in answer
    assert "no-store" in answer["Cache-Control"] or "private" in answer["Cache-Control"]


def test_agenda_query_count_is_the_same_for_ten_thousand_meetups(client, meetup):
    with CaptureQueriesContext(connection) as few:
        client.get("/agenda/")
    Meetup.objects.bulk_create(
        Meetup(
            title=f"M {n}", tile="koffie", about="x", place=meetup.place, capacity=5,
            host_name="Ria", starts_at=at(5 + n // 3, 9 + 4 * (n % 3)),
            ends_at=at(5 + n // 3, 10 + 4 * (n % 3)),
        )
        for n in range(10_000)
    )  # fmt: skip

    with CaptureQueriesContext(connection) as many:
        etag = client.get("/agenda/")["ETag"]
    with CaptureQueriesContext(connection) as kept:
        assert again(client, "/agenda/", etag) == 304

    assert len(many) == len(few) <= 6
    assert len(kept) == 1
