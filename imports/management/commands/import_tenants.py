"""`manage.py import_tenants FILE [--dry-run] [--rejects FILE]`."""

from imports.command import ImportCommand
from imports.models import ImportRun


class Command(ImportCommand):
    help = "Leest een bestand met huurders in."
    kind = ImportRun.Kind.TENANTS
