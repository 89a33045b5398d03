"""The delivery task, which `ring` and the scheduler start."""

from celery import shared_task

from outbox import actions


@shared_task
def deliver() -> int:
    """Send all due messages; return how many were sent.

    Safe to run twice or concurrently: each message is claimed by one worker.
    """
    actions.delivery_started()
    return actions.deliver_due()
