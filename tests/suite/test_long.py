"""`make long` runs every part, says how long each took, and fails when one of them does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.children import ROOT
from tests.long import PARTS

PROGRAM = [sys.executable, ROOT / "tests" / "long.py"]


@pytest.fixture
def make(tmp_path):
    """A `make` that notes what it was asked for, and fails for one part."""

    def failing(part: str) -> dict[str, str]:
        program = tmp_path / "make"
        program.write_text(
            f'#!/bin/sh\necho "$2 $AANLOOP_LONG" >> {tmp_path}/asked\n[ "$2" != "{part}" ]\n'
        )
        program.chmod(0o755)
        return os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    return failing


def asked(tmp_path: Path) -> list[str]:
    return (tmp_path / "asked").read_text().splitlines()


def test_every_part_runs_at_its_full_size(make, tmp_path):
    done = subprocess.run(PROGRAM, env=make(""), capture_output=True, text=True)

    assert done.returncode == 0
    assert asked(tmp_path) == [f"{part} 1" for part in PARTS]
    assert len(re.findall(r"^\w+ +\d+:\d\d  goed$", done.stdout, re.MULTILINE)) == len(PARTS)


def test_a_part_that_fails_is_named_and_the_rest_still_runs(make, tmp_path):
    done = subprocess.run(PROGRAM, env=make("chaos"), capture_output=True, text=True)

    assert done.returncode == 1
    assert len(asked(tmp_path)) == len(PARTS)
    assert re.findall(r"^(\w+) .*FOUT$", done.stdout, re.MULTILINE) == ["chaos"]


def test_every_part_is_a_target_of_the_makefile():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(PARTS) <= targets
