"""Celery tasks of this app."""

from celery import shared_task
from django.utils import timezone

from housing import yearly_question


@shared_task
def ask_who_is_still_interested() -> int:
    """Ask who is due, remind them, and let them rest. Safe to run again or concurrently."""
    return yearly_question.ask(timezone.localdate())
