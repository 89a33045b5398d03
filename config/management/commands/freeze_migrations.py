"""`manage.py freeze_migrations`: a migration that is committed is never changed afterwards."""

from django.core.management.base import BaseCommand, CommandError

from config.frozen_migrations import broken, freeze, not_frozen


class Command(BaseCommand):
    help = "Legt nieuwe migraties vast in config/migrations.sha256; wat vastligt verandert niet."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="alleen nagaan of het klopt")

    def handle(self, **options) -> None:
        if wrong := broken():
            raise CommandError("\n".join(wrong))
        new = not_frozen()
        if options["check"] and new:
            raise CommandError(
                f"Not frozen yet: {', '.join(new)}. When the migration is as it should be, run "
                "manage.py freeze_migrations and commit config/migrations.sha256 with it."
            )
        if not options["check"]:
            freeze()
            self.stdout.write(f"Vastgelegd: {', '.join(new) or 'niets nieuws'}.")
