"""What the clock asks of this room."""

from celery import shared_task

from audit import actions


@shared_task
def fill_review() -> int:
    """Choose what is looked at of the weeks that are over. Safe to run twice or at once."""
    return actions.fill_due()
