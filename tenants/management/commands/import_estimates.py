"""`manage.py import_estimates FILE`: import RIVM table 50120NED from JSON."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from tenants.estimates import NoTable, read


class Command(BaseCommand):
    help = "Leest schattingen van eenzaamheid per buurt in (RIVM, tabel 50120NED, JSON)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            with file.open("rb") as data:
                count = read(data)
        except OSError as error:
            raise CommandError(f"{file} is niet te openen: {error.strerror}.") from None
        except NoTable as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{count} schattingen ingelezen.")
