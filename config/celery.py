"""The Celery app. Beat publishes ticks at fixed intervals (UTC); the work itself is in tables."""

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
    from config.demo.mark import require_right_database  # needs the app registry

    try:
        require_right_database()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))  # an exception of another kind would only be logged


def explain(kind, problem, trace) -> None:
    """Print one sentence for a wrong setting, and the traceback for any other exception."""
    if issubclass(kind, ImproperlyConfigured):
        print(problem, file=sys.stderr)
    else:
        sys.__excepthook__(kind, problem, trace)


sys.excepthook = explain
