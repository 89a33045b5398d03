"""Celery tasks of this app."""

from celery import shared_task

from referrals import actions


@shared_task
def tick() -> int:
    """Withdraw referrals of tenants who died, and mail partners about appointments that moved. Safe
    to run again or concurrently."""
    return actions.tick()
