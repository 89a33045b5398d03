"""The doorbell of the outbox, at a real broker."""

import time

from django.conf import settings

from config.celery import app
from outbox import actions, tasks
from outbox.actions import queueing


def rung() -> int:
    """How many times the bell was rung that nobody heard yet."""
    with app.connection_or_acquire() as broker:
        return broker.default_channel.client.llen(settings.CELERY_TASK_DEFAULT_QUEUE)


def test_a_crowd_rings_once_until_a_worker_begins_to_look(db):
    before = rung()
    for _ in range(50):
        actions.ring()
    assert rung() == before + 1

    tasks.deliver()
    actions.ring()

    assert rung() == before + 2


def test_a_bell_that_nobody_heard_rings_again(monkeypatch):
    monkeypatch.setattr(queueing, "BELL_SECONDS", 1)
    before = rung()
    actions.ring()
    actions.ring()
    assert rung() == before + 1

    time.sleep(1.1)
    actions.ring()

    assert rung() == before + 2
