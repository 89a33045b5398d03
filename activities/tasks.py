"""Celery tasks of this app."""

from celery import shared_task

from activities import actions


@shared_task
def tick() -> int:
    """Expire offers, release reserved chairs, seat waiting lists. Idempotent and safe to run
    concurrently."""
    return actions.tick()


@shared_task
def grow() -> int:
    """Extend every series as far ahead as it should reach. Idempotent and safe to run
    concurrently."""
    return actions.grow_all()


@shared_task
def plan_calls_to_missed_regulars() -> int:
    """Plan calls to regulars who were missed twice. Idempotent and safe to run concurrently."""
    return actions.plan_calls_to_missed_regulars()


@shared_task
def plan_calls_to_quiet_guests() -> int:
    """Plan calls to guests who used to come. Idempotent and safe to run concurrently."""
    return actions.plan_calls_to_quiet_guests()
