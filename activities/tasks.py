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


@shared_task
def look_for_the_missed() -> int:
    """Who usually comes and was not there twice. Safe to run twice or at once."""
    return actions.look_for_the_missed()
