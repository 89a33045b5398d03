"""Settings, URLs and the schedule: everything that connects the rooms.

The Celery app is imported here so that the web process knows the broker before it publishes.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
