"""Durations and times of day in Dutch words."""

from datetime import time, timedelta

import pytest

from ground.durations import (
    clock_in_words,
    days_in_words,
    hours_in_words,
    working_days_in_words,
)


@pytest.mark.parametrize(
    ("days", "words", "digits"),
    [
        (1, "een werkdag", "1 werkdag"),
        (3, "drie werkdagen", "3 werkdagen"),
        (5, "een week", "1 week"),
        (10, "twee weken", "2 weken"),
        (13, "13 werkdagen", "13 werkdagen"),
        (20, "vier weken", "4 weken"),
        (63, "drie maanden", "3 maanden"),
        (65, "13 weken", "13 weken"),
        (126, "een half jaar", "6 maanden"),
        (252, "een jaar", "1 jaar"),
    ],
)
def test_working_days_in_words_uses_the_largest_unit_that_divides_evenly(
    settings, days, words, digits
):
    settings.WORKING_WEEK = [1, 2, 3, 4, 5]

    assert working_days_in_words(days) == words
    assert working_days_in_words(days, digits=True) == digits


@pytest.mark.parametrize(("days", "words"), [(8, "twee weken"), (10, "tien werkdagen")])
def test_working_days_in_words_counts_a_week_by_the_working_week_setting(settings, days, words):
    settings.WORKING_WEEK = [1, 2, 3, 4]

    assert working_days_in_words(days) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "een dag"), (10, "tien dagen"), (28, "vier weken"), (92, "drie maanden")],
)
def test_days_in_words_uses_the_largest_unit_that_fits(days, words):
    assert days_in_words(timedelta(days=days)) == words


def test_hours_in_words_has_no_plural():
    assert hours_in_words(timedelta(hours=1)) == "een uur"
    assert hours_in_words(timedelta(hours=2)) == "twee uur"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(8, 30), "half negen"),
        (time(9), "negen uur"),
        (time(9, 15), "kwart over negen"),
        (time(9, 45), "kwart voor tien"),
        (time(8, 50), "8.50 uur"),
        (time(0), "0.00 uur"),
        (time(13, 30), "13.30 uur"),
    ],
)
def test_clock_in_words_uses_words_in_the_morning_and_digits_otherwise(at, words):
    assert clock_in_words(at) == words
