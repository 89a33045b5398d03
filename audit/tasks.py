"""Scheduled tasks of audit."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from audit import actions, retention_sweep


@shared_task
def fill_review() -> int:
    """Select the reads to review of past weeks; return how many weeks.

    Safe to run twice or concurrently.
    """
    return actions.fill_due()


@shared_task
def sweep() -> int:
    """Remove rows past their retention term, once a night; return how many.

    Safe to run twice or concurrently.
    """
    if not retention_sweep.is_time():
        return 0
    nights = retention_sweep.sweep(timezone.localdate(), by=User.objects.system())
    return sum(night.removed for night in nights)
