"""manage.py next to a running `make run`, and without one."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from launcher.children import ROOT, hold

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
        (tmp_path / ".run" / "secret").write_text("x" * 67)
        facts = {"pid": pid, "DATABASE_URL": "postgres://here", "REDIS_URL": "unix://here"}
        (tmp_path / ".run" / "servers.json").write_text(json.dumps(facts))
        spec = spec_from_file_location("manage_copy", tmp_path / "manage.py")
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return running


@pytest.fixture
def held(tmp_path, checkout):
    """The folder is held, as the launcher does for as long as it runs."""
    lock = hold(tmp_path / ".run")
    yield
    os.close(lock)


@pytest.fixture(autouse=True)
def surroundings():
    before = dict(os.environ)
    os.environ.pop("DATABASE_URL", None)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_it_joins_the_servers_that_run_here(checkout, held):
    os.environ["REDIS_URL"] = "unix://mine"

    checkout(pid=os.getpid()).join_running_demo()

    assert os.environ["DATABASE_URL"] == "postgres://here"
    assert os.environ["REDIS_URL"] == "unix://mine"


def test_it_does_not_join_a_launcher_that_was_killed(checkout):
    gone = subprocess.Popen(["true"])
    gone.wait()

    checkout(pid=gone.pid).join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_it_does_not_join_when_another_process_has_the_number_of_the_launcher(checkout):
    checkout(pid=os.getpid()).join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_it_does_not_join_by_a_link_to_the_folder_of_another_checkout(checkout, held, tmp_path):
    manage = checkout(pid=os.getpid())
    (tmp_path / ".run").rename(tmp_path / "elsewhere")
    (tmp_path / ".run").symlink_to(tmp_path / "elsewhere")

    manage.join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_notes_that_a_power_cut_tore_are_passed_over(checkout, tmp_path):
    manage = checkout(pid=os.getpid())
    (tmp_path / ".run" / "servers.json").write_text("")

    manage.join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_without_a_database_it_says_so_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT, env=os.environ | NOWHERE, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("Er draait hier geen database")
    assert done.stderr.count("\n") == 1
