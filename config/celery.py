"""The Celery app and its clock: interval ticks in UTC, the work itself lives in tables."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("aanloop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
