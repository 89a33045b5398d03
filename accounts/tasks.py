"""What the clock asks of this room."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

# So long a session that ran out still says whose it was, for a form sent just after it.
LINGERS = timedelta(hours=2)


@shared_task
def sweep_sessions() -> int:
    """Take away the sessions that ran out. Safe to run twice or at once. Returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now() - LINGERS).delete()[0]
