"""A command and workers take the same files, in processes of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from imports.models import ImportRun
from tenants.models import Home
from tests.imports.fixtures import HEADER
from tests.processes import run_python
from tests.sizes import COMMANDS

Status = ImportRun.Status
# Takes every import that waits, as a worker does, and says which.
WORKER = """
import django; django.setup()
from accounts.models import User
from imports.models import ImportRun
from imports.worker import work
print("ready", flush=True)
while True:
    for pk in list(ImportRun.objects.waiting().values_list("pk", flat=True)):
        if work(pk):
            print(pk, flush=True)
"""


@pytest.fixture
def this_database(transactional_db) -> dict[str, str]:
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return {
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def test_a_file_imported_by_command_is_applied_once_whoever_does_the_work(this_database, tmp_path):
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER], cwd=settings.BASE_DIR, env=os.environ | this_database,
            stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    try:
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for n in range(COMMANDS):
            file = tmp_path / f"woningen-{n}.csv"
            file.write_text(f"{HEADER}\nH{n};E-{n};Merelstraat;{n + 1}\n")
            said = run_python("manage.py", "import_homes", str(file), env=this_database)
            assert (said.returncode, said.stderr) == (0, "")
            assert "1  nieuw" in said.stdout
            assert "Doorgevoerd." in said.stdout
    finally:
        for worker in workers:
            worker.kill()
    taken = "".join(worker.communicate()[0] for worker in workers)

    # Make sure the fault could occur: the workers did some of the work.
    assert taken
    applied = ImportRun.objects.filter(status=Status.APPLIED)
    assert applied.count() == ImportRun.objects.count() == COMMANDS
    assert Home.objects.count() == COMMANDS


def test_a_command_waits_for_another_file_and_says_so(this_database, tmp_path):
    busy = ImportRun.objects.create(
        kind="homes", file_name="ander.csv", by=User.objects.system(), status=Status.APPLYING,
        lease_until="2100-01-01T00:00Z",
    )  # fmt: skip
    file = tmp_path / "woningen.csv"
    file.write_text(f"{HEADER}\nH1;E-1;Merelstraat;1\n")
    with subprocess.Popen(
        [sys.executable, "manage.py", "import_homes", str(file)], cwd=settings.BASE_DIR,
        env=os.environ | this_database, stdout=subprocess.PIPE, text=True,
    ) as command:  # fmt: skip
        first = command.stdout.readline()
        ImportRun.objects.filter(pk=busy.pk).update(status=Status.APPLIED)
        rest = command.stdout.read()

    assert first == "Er wordt een ander bestand doorgevoerd. Dit wacht daarop.\n"
    assert rest.endswith("Doorgevoerd.\n")
    assert command.returncode == 0
    assert Home.objects.count() == 1
