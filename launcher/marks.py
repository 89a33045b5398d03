"""The mark in every folder that the launcher makes: only a folder with a mark is ours to clear."""

import contextlib
import json
import os
import stat
import sys
from pathlib import Path

from launcher.children import ROOT

MARK = "aanloop-launcher.json"


def mark(folder: Path) -> None:
    """Write who made this folder, before anything else is put into it."""
    new = folder / f"{MARK}.new"
    with new.open("w") as file:
        json.dump({"pid": os.getpid(), "checkout": str(ROOT)}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / MARK)


def maker(folder: Path) -> tuple[int, str] | None:
    """The process and the checkout that made this folder; None when no launcher of ours did."""
    if not (owned(folder, stat.S_ISDIR) and owned(folder / MARK, stat.S_ISREG)):
        return None
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((folder / MARK).read_text())
        return int(told["pid"]), str(told["checkout"])
    return None


def owned(path: Path, of_kind) -> bool:
    """Whether this is such a file or folder, belongs to the user we run as, and is no link."""
    with contextlib.suppress(OSError):
        found = path.lstat()
        return of_kind(found.st_mode) and found.st_uid == os.getuid()
    return False


def take(folder: Path, who: str, *, made_before=lambda _: False) -> None:
    """Make this folder and mark it, or go on in the one that we made. Stops for any other.

    `made_before(folder)` recognises a folder that was made before there was a mark.
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
    """Empty, but for a mark that was interrupted while it was written."""
    return {path.name for path in folder.iterdir()} <= {MARK, f"{MARK}.new"}
