"""What the clock asks of this room."""

from celery import shared_task

from referrals import actions


@shared_task
def tick() -> int:
    """Take back what is about who died, and tell of appointments that moved. Safe to run twice or
    at once."""
    return actions.tick()
