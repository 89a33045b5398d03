"""The mark file in every folder the launcher creates; it only ever clears folders with a mark."""

import contextlib
import json
import os
import stat
import sys
from pathlib import Path

from launcher.children import ROOT

MARK = "aanloop-launcher.json"


def mark(folder: Path) -> None:
    """Write the process and checkout that created this folder, before anything else is in it."""
    new = folder / f"{MARK}.new"
    with new.open("w") as file:
        json.dump({"pid": os.getpid(), "checkout": str(ROOT)}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / MARK)


def maker(folder: Path) -> tuple[int, str] | None:
    """Return (pid, checkout) of the launcher that created this folder; None when none did."""
    if not (owned(folder, stat.S_ISDIR) and owned(folder / MARK, stat.S_ISREG)):
        return None
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((folder / MARK).read_text())
        return int(told["pid"]), str(told["checkout"])
    return None


def owned(path: Path, of_kind) -> bool:
    """Return whether the path is of this kind (`stat.S_ISREG`, ...), is ours, and is no symlink."""
    with contextlib.suppress(OSError):
        found = path.lstat()
        return of_kind(found.st_mode) and found.st_uid == os.getuid()
    return False


def take(folder: Path, who: str, *, made_before=lambda _: False) -> None:
    """Create and mark this folder, or reuse one the launcher created. Exits for any other folder.

    `made_before(folder)` recognises a folder of a version of the launcher from before marks.
    """
    if maker(folder):
        return
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700)
    elif not owned(folder, stat.S_ISDIR) or not (only_a_mark(folder) or made_before(folder)):
        sys.exit(
            f"{who:<9} | {folder.name} in deze map is niet door Aanloop gemaakt; er is niets aan "
            f"veranderd. Geef haar een andere naam en begin opnieuw: "
            f"mv {folder.name} {folder.name.lstrip('.')}-oud"
        )
    mark(folder)


def only_a_mark(folder: Path) -> bool:
    """Return whether the folder is empty, apart from a mark whose writing was interrupted."""
    return {path.name for path in folder.iterdir()} <= {MARK, f"{MARK}.new"}
