"""The Celery app and its clock: interval ticks in UTC, the work itself lives in tables."""

import os
import sys

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("aanloop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
@worker_init.connect
def begin(**_) -> None:
    from config.demo.mark import require_right_database  # knows the apps, so not before the setup

    try:
        require_right_database()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))  # an exception of another kind would only be logged


def explain(kind, problem, trace) -> None:
    """A setting that is wrong ends `celery` with a sentence; anything else with a traceback."""
    if issubclass(kind, ImproperlyConfigured):
        print(problem, file=sys.stderr)
    else:
        sys.__excepthook__(kind, problem, trace)


sys.excepthook = explain
