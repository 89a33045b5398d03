"""Celery tasks of this app."""

from celery import shared_task

from partners import actions


@shared_task
def keep_up() -> int:
    """Mail what ends soon, and ask partners to confirm their details. Safe to run again."""
    return actions.keep_up()
