"""A small run of `make chaos`, so that the chaos run itself stays in working order."""

import json
import subprocess
import sys

from launcher.children import ROOT
from tests.chaos.figures import DROPS, MARKS_FIRST, PLAIN, SENDS_FIRST


def test_reminders_arrive_exactly_once_while_processes_are_killed(tmp_path, migrated_database):
    figures = tmp_path / "figures.json"
    size = ["--n", "200", "--kills", "4", "--seed", "7", "--flush-every", "2"]

    run = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *size, "--figures", figures],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout + run.stderr
    parts = json.loads(figures.read_text())
    for part in (PLAIN, DROPS):
        assert (parts[part]["lost"], parts[part]["doubled"]) == (0, 0)
        assert parts[part]["once"] == parts[part]["expected"] == 250
        assert parts[part]["kills"] == 4
    assert parts[MARKS_FIRST]["lost"] > 0
    assert parts[SENDS_FIRST]["doubled"] > 0
