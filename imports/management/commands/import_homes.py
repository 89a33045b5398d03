"""`manage.py import_homes FILE [--dry-run] [--rejects FILE]`."""

from imports.command import ImportCommand
from imports.models import ImportRun


class Command(ImportCommand):
    help = "Leest een bestand met woningen in."
    kind = ImportRun.Kind.HOMES
