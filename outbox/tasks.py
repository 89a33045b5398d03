"""The doorbell of the outbox."""

from celery import shared_task

from outbox import actions


@shared_task
def deliver() -> int:
    """Send what is due. Safe to run twice or at once: each message is claimed by one worker."""
    actions.heard()
    return actions.deliver_due()
