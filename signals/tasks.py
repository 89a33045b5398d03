"""What the clock asks of this room."""

from dataclasses import asdict

from celery import shared_task

from signals import actions


@shared_task
def tick() -> dict[str, int]:
    """Remind of what falls due. Safe to run twice or at once: one worker claims each step."""
    return asdict(actions.tick())
