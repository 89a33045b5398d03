"""`manage.py demo_prepare`: everything the demo needs before it can start, in one process."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from config.demo import mark
from config.demo.town import settle


class Command(BaseCommand):
    help = "Werkt het schema bij, verzamelt de statische bestanden en vult de demo als zij leeg is."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--own-cluster", action="store_true", help="de launcher startte de server in .run"
        )

    def handle(self, *, own_cluster: bool, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Dit is geen demo: hier komen geen verzonnen mensen in.")
        self.own = own_cluster and mark.in_own_cluster()
        if self.own:
            mark.make_if_missing()
        if why := mark.claim() or mark.outdated() or migrate(self.own) or mark.incomplete():
            self.begin_anew(why)
        call_command("collectstatic", interactive=False, verbosity=0)
        if settle():
            self.stdout.write("De demo is gevuld met een verzonnen stadje.")

    def begin_anew(self, why: str) -> None:
        """Start with an empty database, in the cluster of `make run` only.

        Raises CommandError for a database named in DATABASE_URL, which stays as it is.
        """
        name = connection.settings_dict["NAME"]
        if not self.own:
            raise CommandError(
                f"De database {name} blijft zoals zij is: {why}. De demo heeft een lege database "
                "nodig: noem die in DATABASE_URL, of laat DATABASE_URL weg."
            )
        mark.set_aside()
        self.stdout.write(f"De demo begint opnieuw: {why}. De vorige heet nu {mark.ASIDE}.")
        if why := mark.claim() or migrate(False) or mark.incomplete():
            raise CommandError(f"De demo kan niet beginnen: {why}.")


def migrate(may_fail: bool) -> str:
    """Apply all migrations. Returns a Dutch sentence when that failed in a known way, else ""."""
    try:
        executor = MigrationExecutor(connection)
        executor.loader.check_consistent_history(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
    except InconsistentMigrationHistory as problem:
        return f"een andere versie van Aanloop maakte haar ({problem})"
    except DatabaseError as problem:
        if not may_fail:
            raise
        return f"bijwerken lukte niet ({type(problem).__name__})"
    return ""
