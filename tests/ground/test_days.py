"""Days in words, local and with another year."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from ground.days import day_in_words, local_day

NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "style", "words"),
    [
        (date(2026, 11, 24), "l j F", "dinsdag 24 november"),
        (date(2027, 12, 20), "l j F", "maandag 20 december 2027"),
        (date(2025, 3, 1), "j M", "1 Mrt 2025"),
        (NEW_YEARS_EVE, "l j F, G.i", "vrijdag 1 januari 2027, 0.30"),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "j F", "1 juli"),
    ],
)
def test_a_day_in_words_is_local_and_says_another_year(monkeypatch, day, style, words):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 24, 12, tzinfo=UTC))

    assert day_in_words(day, style) == words


def test_the_day_of_a_moment_is_the_local_one():
    assert local_day(NEW_YEARS_EVE) == date(2027, 1, 1)
    assert local_day(date(2026, 12, 31)) == date(2026, 12, 31)
