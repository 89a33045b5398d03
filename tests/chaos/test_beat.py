"""Beat restarts after `kill -9` at any moment: ten times, or BEATS= in `make beat`."""

import dbm.dumb
import json
import os
import random
import shelve
import signal
import subprocess
import sys
import time

import pytest
import redis

from launcher.children import ROOT

BEAT = [sys.executable, "-m", "celery", "-A", "config", "beat", "--pidfile="]
KILLS = int(os.environ.get("BEATS", "10"))


@pytest.fixture
def beat(tmp_path):
    """Starts a beat that ticks ten times a second, in an empty folder, with its own queue."""
    queue = f"beat_{os.getpid()}"
    env = {"CELERY_QUEUE": queue, "TICK_SECONDS": "0.1", "PYTHONPATH": str(ROOT)}
    env |= {"AANLOOP_DEMO": "0", "SECRET_KEY": "x" * 50, "CELERY_SKIP_CHECKS": "1"}
    env |= {"DATABASE_URL": "postgres://aanloop@//nonexistent/aanloop"}
    started = []

    def start(*options: str) -> subprocess.Popen:
        with (tmp_path / "log").open("wb") as log:
            started.append(
                subprocess.Popen(
                    [*BEAT, *options],
                    cwd=tmp_path / "empty", env=os.environ | env, stdout=log, stderr=log,
                    start_new_session=True,
                )
            )  # fmt: skip
        return started[-1]

    (tmp_path / "empty").mkdir()
    with redis.from_url(os.environ["REDIS_URL"]) as broker:
        start.ticks = lambda: broker.llen(queue)
        start.forget = lambda: broker.delete(queue)
        start.names = lambda: {
            json.loads(message)["headers"]["task"] for message in broker.lrange(queue, 0, -1)
        }
        yield start
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        broker.delete(queue)


def ticks_leave(beat, process, more_than: int = 0) -> bool:
    end = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < end:
        if beat.ticks() > more_than:
            return True
        time.sleep(0.02)
    return False


def test_beat_restarts_after_each_kill_9_and_leaves_no_file(beat, tmp_path):
    dice = random.Random(7)

    for kill in range(KILLS):
        process = beat()
        if kill % 2:  # while it sends ticks, or anywhere in its start
            assert ticks_leave(beat, process), (tmp_path / "log").read_text()
            time.sleep(dice.uniform(0, 0.3))
        else:
            time.sleep(dice.uniform(0, 2))
        assert process.poll() is None, (tmp_path / "log").read_text()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        beat.forget()
        assert list((tmp_path / "empty").iterdir()) == []

    assert ticks_leave(beat, beat()), (tmp_path / "log").read_text()


def test_beat_sends_every_task_at_startup_even_hourly_ones(beat, settings):
    process = beat()
    expected = len({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()})

    assert ticks_leave(beat, process, more_than=5 * expected)
    assert len(beat.names()) == expected


def test_beat_ignores_a_schedule_file_of_an_earlier_version(beat, tmp_path):
    (tmp_path / "empty" / "celerybeat-schedule").write_bytes(b"")

    assert ticks_leave(beat, beat())


def test_control_beat_with_schedule_on_disk_stops_at_a_truncated_file(beat, tmp_path):
    with shelve.Shelf(dbm.dumb.open(str(tmp_path / "torn"))) as schedule:
        schedule["entries"] = {}
    (tmp_path / "torn.dat").write_bytes(b"")
    options = ["--scheduler", "celery.beat:PersistentScheduler", "--schedule", tmp_path / "torn"]

    assert not ticks_leave(beat, beat(*options))
    assert "EOFError" in (tmp_path / "log").read_text()
