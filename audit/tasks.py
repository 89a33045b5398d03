"""What the clock asks of this room."""

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from audit import actions, retention_sweep


@shared_task
def fill_review() -> int:
    """Choose what is looked at of the weeks that are over. Safe to run twice or at once."""
    return actions.fill_due()


@shared_task
def sweep() -> int:
    """Remove what is over its term, once a night. Safe to run twice or at once."""
    if not retention_sweep.is_time():
        return 0
    nights = retention_sweep.sweep(timezone.localdate(), by=User.objects.system())
    return sum(night.removed for night in nights)
