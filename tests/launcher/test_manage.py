"""manage.py next to a running `make run`, and without one."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from launcher.children import ROOT

NOWHERE = {
    "AANLOOP_DEMO": "1",
    "DATABASE_URL": "postgres://aanloop@//nonexistent/aanloop",
    "REDIS_URL": "unix:///nonexistent/valkey.sock?db=0",
}


@pytest.fixture
def checkout(tmp_path):
    """A folder with a manage.py of its own, and the notes of a launcher that runs there."""
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / ".run").mkdir()

    def running(pid: int):
        facts = {"pid": pid, "DATABASE_URL": "postgres://here", "REDIS_URL": "unix://here"}
        (tmp_path / ".run" / "servers.json").write_text(json.dumps(facts))
        spec = spec_from_file_location("manage_copy", tmp_path / "manage.py")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return running


def test_it_joins_the_servers_that_run_here(checkout, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("REDIS_URL", "unix://mine")

    checkout(pid=os.getpid()).join_running_demo()

    assert os.environ["DATABASE_URL"] == "postgres://here"
    assert os.environ["REDIS_URL"] == "unix://mine"
    monkeypatch.delenv("DATABASE_URL")


def test_it_does_not_join_a_launcher_that_was_killed(checkout, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    gone = subprocess.Popen(["true"])
    gone.wait()

    checkout(pid=gone.pid).join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_without_a_database_it_says_so_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT, env=os.environ | NOWHERE, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("Er draait hier geen database")
    assert done.stderr.count("\n") == 1
