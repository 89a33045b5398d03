"""`ring` queues the delivery task once, on a real broker."""

import time

from django.conf import settings

from config.celery import app
from outbox import actions, tasks
from outbox.actions import queueing


def rung() -> int:
    """Return the number of tasks in the queue of the broker."""
    with app.connection_or_acquire() as broker:
        return broker.default_channel.client.llen(settings.CELERY_TASK_DEFAULT_QUEUE)


def test_fifty_rings_queue_one_task_until_a_worker_starts(db):
    before = rung()
    for _ in range(50):
        actions.start_delivery()
    assert rung() == before + 1

    tasks.deliver()
    actions.start_delivery()

    assert rung() == before + 2


def test_ring_queues_another_task_after_the_bell_expires(monkeypatch):
    monkeypatch.setattr(queueing, "FLAG_SECONDS", 1)
    before = rung()
    actions.start_delivery()
    actions.start_delivery()
    assert rung() == before + 1

    time.sleep(1.1)
    actions.start_delivery()

    assert rung() == before + 2
