"""A small run of `make scale`: every page in two towns; only the large run judges durations."""

import subprocess
import sys

from launcher.children import ROOT
from tests.scale import pages


def test_pages_take_the_same_queries_in_a_larger_town(migrated_database):
    size = ["--many", "4000", "--rounds", "3", "--times", "5"]

    run = subprocess.run(
        [sys.executable, "-m", "tests.scale", *size], cwd=ROOT, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert "alles klopt" in run.stdout


def test_page_with_more_queries_or_a_longer_duration_is_a_fault():
    steady = pages.Page("rustig", "/a/", queries=(5, 5), took=([0.1], [0.14]))
    asks_more = pages.Page("rustig", "/b/", queries=(5, 6), took=([0.1], [0.1]))
    slower = pages.Page("rustig", "/c/", queries=(5, 5), took=([0.1], [0.16]))

    faults = pages.faults([steady, asks_more, slower], most=1.5)

    assert faults == ["/b/ (rustig): 5 en 6 queries", "/c/ (rustig): 1.60 keer zo lang"]
