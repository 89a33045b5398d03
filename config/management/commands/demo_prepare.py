"""`manage.py demo_prepare`: everything the demo needs before it can start, in one process."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.demo.town import settle


class Command(BaseCommand):
    help = "Werkt het schema bij, verzamelt de statische bestanden en vult de demo als zij leeg is."

    def handle(self, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Dit is geen demo: hier komen geen verzonnen mensen in.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settle():
            self.stdout.write("De demo is gevuld met een verzonnen stadje.")
