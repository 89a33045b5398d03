"""What the clock asks of this room."""

from celery import shared_task

from activities import actions


@shared_task
def tick() -> int:
    """Offers past their term, kept chairs, free chairs and a line. Safe to run twice or at once."""
    return actions.tick()


@shared_task
def grow() -> int:
    """Every series reaches as far ahead as it should. Safe to run twice or at once."""
    return actions.grow_all()
