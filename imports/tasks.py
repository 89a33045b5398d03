"""What happens later in this room."""

from celery import shared_task

from imports.worker import work, work_off


@shared_task
def work_on_import(run_id: int) -> bool:
    """Bring one file further. Safe to run twice or at once: one worker claims it."""
    return work(run_id)


@shared_task
def work_on_imports() -> int:
    """By the clock: what nobody is at, or whose worker died."""
    return work_off()
