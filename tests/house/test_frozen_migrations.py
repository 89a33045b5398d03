"""A migration that was committed is never changed or removed."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config import frozen_migrations

PATH = "partners/migrations/0001_initial.py"


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Path:
    """A room with one migration, frozen."""
    monkeypatch.setattr(frozen_migrations, "ROOT", tmp_path)
    monkeypatch.setattr(frozen_migrations, "FROZEN", tmp_path / "migrations.sha256")
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).with_name("__init__.py").touch()
    (tmp_path / PATH).write_text("one = 1\n")
    call_command("freeze_migrations")
    return tmp_path


def test_every_migration_is_frozen_and_as_it_was():
    call_command("freeze_migrations", "--check")


def test_the_file_is_written_as_sha256sum_writes_it(tree):
    digest = "1e476111f65283a9457b7298cb7bcb3b73a125c02a912224a5e00af69a64633e"

    assert (tree / "migrations.sha256").read_text() == f"{digest}  {PATH}\n"


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_a_changed_migration_is_refused(tree, arguments):
    (tree / PATH).write_text("one = 2\n")

    with pytest.raises(CommandError, match=r"0001_initial\.py was changed: put it back .* add a"):
        call_command("freeze_migrations", *arguments)


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_a_migration_that_is_gone_is_refused(tree, arguments):
    (tree / PATH).unlink()

    with pytest.raises(CommandError, match=r"0001_initial\.py is gone: put it back"):
        call_command("freeze_migrations", *arguments)


def test_a_new_migration_is_named_with_what_to_do_until_it_is_frozen(tree):
    (tree / PATH).with_name("0002_more.py").write_text("two = 2\n")

    with pytest.raises(CommandError, match=r"partners/migrations/0002_more\.py\. When .* run "):
        call_command("freeze_migrations", "--check")
    call_command("freeze_migrations")

    call_command("freeze_migrations", "--check")


def test_freezing_again_keeps_the_digest_of_what_was_frozen(tree):
    before = (tree / "migrations.sha256").read_text()
    (tree / PATH).with_name("0002_more.py").write_text("two = 2\n")

    call_command("freeze_migrations")

    assert before in (tree / "migrations.sha256").read_text()
