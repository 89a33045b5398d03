"""manage.py with and without a running `make run` in the same checkout."""

import json
import os
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest

from launcher.children import ROOT, lock_folder

NOWHERE = {
    "AANLOOP_DEMO": "1",
    "DATABASE_URL": "postgres://aanloop@//nonexistent/aanloop",
    "REDIS_URL": "unix:///nonexistent/valkey.sock?db=0",
}


@pytest.fixture
def checkout(tmp_path):
    """Return a function that writes a launcher's servers.json and imports a copy of manage.py."""
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
    """Lock the run folder, as the launcher does while it runs."""
    lock = lock_folder(tmp_path / ".run")
    yield
    os.close(lock)


@pytest.fixture(autouse=True)
def surroundings():
    before = dict(os.environ)
    os.environ.pop("DATABASE_URL", None)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_manage_uses_the_running_servers_and_keeps_variables_that_are_set(checkout, held):
    os.environ["REDIS_URL"] = "unix://mine"

    checkout(pid=os.getpid()).join_running_demo()

    assert os.environ["DATABASE_URL"] == "postgres://here"
    assert os.environ["REDIS_URL"] == "unix://mine"


def test_manage_ignores_the_servers_of_a_killed_launcher(checkout):
    gone = subprocess.Popen(["true"])
    gone.wait()

    checkout(pid=gone.pid).join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_manage_ignores_servers_when_another_process_has_the_launchers_pid(checkout):
    checkout(pid=os.getpid()).join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_manage_ignores_a_run_folder_that_is_a_symlink(checkout, held, tmp_path):
    manage = checkout(pid=os.getpid())
    (tmp_path / ".run").rename(tmp_path / "elsewhere")
    (tmp_path / ".run").symlink_to(tmp_path / "elsewhere")

    manage.join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_manage_ignores_an_empty_servers_file(checkout, tmp_path):
    manage = checkout(pid=os.getpid())
    (tmp_path / ".run" / "servers.json").write_text("")

    manage.join_running_demo()

    assert "DATABASE_URL" not in os.environ


def test_manage_without_a_database_says_so_in_one_sentence():
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT, env=os.environ | NOWHERE, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("Er draait hier geen database")
    assert done.stderr.count("\n") == 1
