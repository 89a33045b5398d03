"""The Celery app and its clock: interval ticks in UTC, the work itself lives in tables."""

import os
import sys

from celery import Celery
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("aanloop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def explain(kind, problem, trace) -> None:
    """A setting that is wrong ends `celery` with a sentence; anything else with a traceback."""
    if issubclass(kind, ImproperlyConfigured):
        print(problem, file=sys.stderr)
    else:
        sys.__excepthook__(kind, problem, trace)


sys.excepthook = explain
