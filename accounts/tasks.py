"""Scheduled tasks of accounts."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Tally

# How long an expired session is kept, to identify the user of a form submitted just after.
LINGERS = timedelta(hours=2)


@shared_task
def sweep_sessions() -> int:
    """Delete sessions that expired more than LINGERS ago; return how many rows.

    Safe to run twice or concurrently.
    """
    return Session.objects.filter(expire_date__lt=timezone.now() - LINGERS).delete()[0]


@shared_task
def sweep_tallies() -> int:
    """Delete what limits and locks counted and do not count any more; return how many rows.

    Safe to run twice or concurrently.
    """
    return Tally.objects.filter(expires_at__lte=timezone.now()).delete()[0]
