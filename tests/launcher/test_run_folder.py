"""Which run folders and clusters the launcher uses, and which it refuses."""

import os
import runpy
import sys

import pytest

from launcher import marks, servers
from launcher.children import ROOT


@pytest.fixture
def launcher(tmp_path, monkeypatch):
    """The functions of `python3 launcher`, with `.run` in the temporary folder of the test."""
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = dict(os.environ)
    functions = runpy.run_path(str(ROOT / "launcher" / "__main__.py"), run_name="launcher_copy")
    functions["run"].__globals__["RUN"] = tmp_path / ".run"
    yield functions
    os.environ.clear()
    os.environ.update(before)


def test_run_folder_of_somebody_else_is_refused_and_unchanged(launcher, tmp_path):
    (tmp_path / ".run").mkdir(mode=0o755)
    (tmp_path / ".run" / "letter").write_text("Bewaar mij.")

    with pytest.raises(SystemExit, match="niet door Aanloop gemaakt"):
        launcher["run"]()

    assert (tmp_path / ".run").stat().st_mode & 0o777 == 0o755
    assert [path.name for path in (tmp_path / ".run").iterdir()] == ["letter"]


def test_run_folder_that_is_a_symlink_is_refused(launcher, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o755)
    (tmp_path / ".run").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(SystemExit, match="niet door Aanloop gemaakt"):
        launcher["run"]()

    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("content", [{"secret": "x" * 67, "beat": ""}, {}])
def test_run_folder_of_an_earlier_version_or_empty_is_taken_over(launcher, tmp_path, content):
    run = tmp_path / ".run"
    run.mkdir()
    for name, text in content.items():
        (run / name).write_text(text)

    marks.take(run, "aanloop", made_before=launcher["was_run_in"])

    assert marks.maker(run) == (os.getpid(), str(ROOT))


@pytest.mark.parametrize("content", [{"secret": "mijn wachtwoord"}, {"secret": ""}, {"static": ""}])
def test_run_folder_with_only_a_matching_file_name_is_refused(launcher, tmp_path, content):
    run = tmp_path / ".run"
    run.mkdir()
    for name, text in content.items():
        (run / name).write_text(text)

    with pytest.raises(SystemExit):
        marks.take(run, "aanloop", made_before=launcher["was_run_in"])


def test_empty_secret_key_file_is_replaced(launcher, tmp_path):
    (tmp_path / ".run").mkdir()
    (tmp_path / ".run" / "secret").write_text("")

    launcher["secret_key"]()

    key = tmp_path / ".run" / "secret"
    assert len(key.read_text()) == 67
    assert key.stat().st_mode & 0o777 == 0o600


def test_cluster_that_is_a_symlink_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    major = servers.find_postgres()[1].split(".")[0]
    (tmp_path / f"postgres-{major}").symlink_to(tmp_path / "theirs")

    with pytest.raises(SystemExit, match="verwijzing"):
        servers.start_postgres(None, tmp_path, tmp_path)

    assert list((tmp_path / "theirs").iterdir()) == []
