"""Import from the command line: the same steps as on screen, in one run."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from ground.refusals import Refused
from imports import actions
from imports.models import ImportLine, ImportRun
from imports.rejects import write_rejects
from imports.unreadable import UnknownColumns, Unreadable
from imports.worker import work

# Seconds between two looks at a file that a worker works on.
POLL = 0.2


class ImportCommand(BaseCommand):
    """Reads a file of one kind, prints what changes, and applies it unless it is a dry run.

    Exits with status 1 when the file cannot be read or gets stuck; refused lines are not a failure.
    """

    kind = ""
    said_to_wait = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, help="CSV, XLSX of VERA-JSON")
        parser.add_argument("--dry-run", action="store_true", help="alleen zeggen wat verandert")
        parser.add_argument(
            "--rejects", type=Path, help="schrijf afgekeurde regels naar dit bestand"
        )

    def handle(self, *, file: Path, dry_run: bool, rejects: Path | None, **options) -> None:
        run = self.read(file)
        self.tell(run)
        if rejects:
            with rejects.open("w", encoding="utf-8-sig", newline="") as to:
                write_rejects(run, to)
        if dry_run:
            actions.discard(run, by=run.by)
            return
        self.start_applying(run)
        self.finish_work(run)
        if run.status != ImportRun.Status.APPLIED:
            raise CommandError(f"Niet doorgevoerd: {run.get_status_display().lower()}.")
        self.stdout.write("Doorgevoerd.")

    def start_applying(self, run: ImportRun) -> None:
        """Have the file applied, as soon as no other file is in progress."""
        while True:
            try:
                actions.apply(run, by=run.by)
            except actions.Busy:
                self.wait(run)
            except Refused as reason:
                raise CommandError(reason.sentence) from None
            else:
                return

    def finish_work(self, run: ImportRun) -> None:
        """Do the work that the file waits for; when a worker has claimed it, wait for that worker,
        and continue its work when it dies."""
        run.refresh_from_db()
        while run.is_busy:
            if not work(run.pk):
                self.wait(run)
            run.refresh_from_db()

    def wait(self, run: ImportRun) -> None:
        """Sleep for a moment; say why, once, when it is for another file."""
        changing = ImportRun.objects.filter(status__in=ImportRun.CHANGING).exclude(pk=run.pk)
        if not self.said_to_wait and changing.exists():
            self.said_to_wait = True
            self.stdout.write("Er wordt een ander bestand doorgevoerd. Dit wacht daarop.")
            self.stdout.flush()
        time.sleep(POLL)

    def read(self, file: Path) -> ImportRun:
        try:
            with file.open("rb") as data:
                run = actions.read_file(
                    kind=self.kind, name=file.name, data=data, by=User.objects.system()
                )
        except OSError as error:
            raise CommandError(f"{file} is niet te openen: {error.strerror}.") from None
        except UnknownColumns as reason:
            raise CommandError(f"{reason.sentence} Koppelen kan op het scherm Inlezen.") from None
        except Unreadable as reason:
            raise CommandError(reason.sentence) from None
        self.finish_work(run)
        if run.status != ImportRun.Status.READY:
            raise CommandError(f"Niet vergeleken: {run.get_status_display().lower()}.")
        return run

    def tell(self, run: ImportRun) -> None:
        for note in run.notes:
            self.stdout.write(note)
        self.stdout.write(f"{run.lines_total} regels")
        for outcome in ImportLine.Outcome:
            if count := run.counts.get(outcome):
                self.stdout.write(f"{count:>8}  {outcome.label.lower()}")
        for name in ("ended", "untouched"):
            words = {"ended": "huur eindigt", "untouched": "niet in het bestand, blijft"}[name]
            if count := run.counts.get(name):
                self.stdout.write(f"{count:>8}  {words}")
        for name, filled in run.dropped.items():
            self.stdout.write(f"weggelaten: {name} ({filled} gevulde cellen)")
