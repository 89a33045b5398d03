"""Celery tasks of this room."""

from celery import shared_task

from imports.worker import work, work_on_waiting


@shared_task
def work_on_import(run_id: int) -> bool:
    """Process one import. Safe to run twice or concurrently: only one worker claims it."""
    return work(run_id)


@shared_task
def work_on_imports() -> int:
    """Periodic: process imports that no worker has claimed, or whose worker died."""
    return work_on_waiting()
