"""A small run of `make rush`: nothing is oversold, and its control oversells."""

import subprocess
import sys

from django.conf import settings


def test_small_rush_fills_each_chair_once_and_its_control_oversells(migrated_database):
    command = [
        sys.executable, "-m", "tests.rush", "--rounds", "1", "--meetups", "30", "--clients", "60",
        "--times", "1000",
    ]  # fmt: skip

    ran = subprocess.run(
        command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=240
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "{1: 30} gasten" in ran.stdout
    assert "alles klopt" in ran.stdout
