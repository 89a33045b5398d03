"""Retention terms of imports and their lines."""

from datetime import date, timedelta

from django.db.models.functions import TruncDate

from audit.retention import register_term
from ground.months import latest_due
from imports.models import ImportLine, ImportRun

RUN_MONTHS = 12
REFUSED_LINES = timedelta(days=30)


@register_term("import_lines", "Regels van imports", rule="import", model=ImportLine, at_once=True)
def old_lines(today: date):
    """Lines of files read thirty days ago or longer, unless the file is being applied or undone."""
    runs = ImportRun.objects.annotate(read_on=TruncDate("read_at"))
    runs = runs.filter(read_on__lte=today - REFUSED_LINES).exclude(status__in=ImportRun.CHANGING)
    return ImportLine.objects.filter(run__in=runs.values("pk"))


@register_term("imports", "Imports", rule="import", model=ImportRun, at_once=True)
def old_runs(today: date):
    runs = ImportRun.objects.annotate(read_on=TruncDate("read_at"))
    over = runs.filter(read_on__lte=latest_due(today, RUN_MONTHS))
    return over.exclude(status__in=ImportRun.CHANGING)
