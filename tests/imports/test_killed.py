"""A worker process killed with SIGKILL halfway through a file."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from imports.models import ImportRun
from imports.worker import claim, work
from tenants.models import Home
from tests.imports.fixtures import HEADER

LINES = 20_000


def import_in_a_process_of_its_own(file: Path) -> subprocess.Popen:
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_homes", str(file)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}"},
        stdout=subprocess.DEVNULL,
    )


def wait_until_in_the_middle(child: subprocess.Popen) -> int:
    """Wait until the first homes are committed; return how many."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and child.poll() is None:
        if count := Home.objects.count():
            return count
        time.sleep(0.02)
    raise AssertionError("de import kwam niet op gang")


@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_whole_parts_and_another_finishes_the_file(tmp_path):
    file = tmp_path / "woningen.csv"
    lines = "".join(f"{n};E-{n};Straat;{n}\n" for n in range(1, LINES + 1))
    file.write_text(f"{HEADER}\n{lines}")
    child = import_in_a_process_of_its_own(file)
    try:
        wait_until_in_the_middle(child)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    run = ImportRun.objects.get()
    after = Home.objects.count()

    # Make sure the fault occurred: some parts are applied completely, and others not at all.
    assert 0 < after < LINES
    assert after == run.lines.exclude(done_at=None).count()
    assert run.status == ImportRun.Status.APPLYING
    # No other worker can claim the file until the lease of the killed one expires.
    assert claim(run.pk) is None
    ImportRun.objects.update(lease_until=timezone.now())
    assert work(run.pk)

    run.refresh_from_db()
    assert run.status == ImportRun.Status.APPLIED
    assert Home.objects.count() == LINES
    assert set(Home.objects.values_list("code", flat=True)) == {
        f"E-{n}" for n in range(1, LINES + 1)
    }
