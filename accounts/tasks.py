"""Scheduled tasks of accounts."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

# How long an expired session is kept, to identify the user of a form submitted just after.
LINGERS = timedelta(hours=2)


@shared_task
def sweep_sessions() -> int:
    """Delete sessions that expired more than LINGERS ago; return how many rows.

    Safe to run twice or concurrently.
    """
    return Session.objects.filter(expire_date__lt=timezone.now() - LINGERS).delete()[0]
