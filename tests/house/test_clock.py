"""The clock of beat begins with everything, and keeps nothing on disk."""

import pytest

from config.celery import app
from config.clock import Clock

TICKS = sorted(app.conf.beat_schedule)


@pytest.fixture
def clock(tmp_path, monkeypatch) -> Clock:
    monkeypatch.chdir(tmp_path)
    return Clock(app=app)


@pytest.mark.parametrize("name", TICKS)
def test_a_tick_that_has_never_been_is_due_at_once(clock, name):
    assert clock.schedule[name].is_due().is_due


@pytest.mark.parametrize("name", TICKS)
def test_a_tick_that_has_just_been_waits_for_its_turn(clock, name):
    assert not next(clock.schedule[name]).is_due().is_due


def test_the_clock_leaves_no_file(clock, tmp_path):
    clock.close()

    assert list(tmp_path.iterdir()) == []
