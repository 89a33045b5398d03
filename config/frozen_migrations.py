"""Migrations are only added: `config/migrations.sha256` holds the digest of each one.

An installation never runs a migration again that it has had. If one is changed, an existing
database and a new one get different tables, and nothing says so. The file has the format of
`sha256sum`.
"""

import hashlib
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FROZEN = ROOT / "config" / "migrations.sha256"


def migrations() -> dict[str, str]:
    """The path of every migration of every room, with its digest."""
    files = [file for room in settings.ROOMS for file in (ROOT / room / "migrations").glob("*.py")]
    return {
        file.relative_to(ROOT).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
        if file.name != "__init__.py"
    }


def frozen() -> dict[str, str]:
    """The migrations that were frozen, with their digest then."""
    lines = FROZEN.read_text().splitlines() if FROZEN.exists() else []
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}


def broken() -> list[str]:
    """A sentence for every frozen migration that is not what it was."""
    now = migrations()
    return [
        f"{path} {'was changed' if path in now else 'is gone'}: put it back as it was, and add a "
        "new migration instead (manage.py makemigrations)."
        for path, digest in sorted(frozen().items())
        if now.get(path) != digest
    ]


def not_frozen() -> list[str]:
    """The migrations that are new."""
    return sorted(set(migrations()) - set(frozen()))


def freeze() -> None:
    """Add the new migrations to those that are frozen."""
    lines = sorted((migrations() | frozen()).items())
    FROZEN.write_text("".join(f"{digest}  {path}\n" for path, digest in lines))
