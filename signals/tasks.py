"""Scheduled tasks of this room."""

from dataclasses import asdict

from celery import shared_task

from signals import actions


@shared_task
def tick() -> dict[str, int]:
    """Remind users of what is due. Idempotent and safe to run concurrently: one worker claims a
    step."""
    return asdict(actions.tick())
