"""Read a file in a process of its own, with little memory and time: a small file may unpack to
gigabytes, whatever its format.

The file itself is never stored, because it may hold citizen service numbers, so the web process
reads it while somebody waits. Rows come back through a pipe; the process is killed when nobody
reads them any more.
"""

import contextlib
import io
import marshal
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Iterator
from typing import IO

from imports import file_formats
from imports.file_formats import Rows
from imports.unreadable import Unreadable

MOST_MEMORY = 640 * 1024 * 1024
MOST_SECONDS = 120
# What stays below this after unpacking is read at once: starting a process takes longer.
SMALL = 512 * 1024
# Rows are sent together until they have this many cells.
CELLS = 20_000
TOO_MUCH = (
    "Dit bestand is klein, maar wordt bij het lezen te groot. Knip het in stukken, of haal het als "
    "CSV-bestand uit het ERP."
)


def rows_of(file: IO[bytes], notes: list[str]) -> Rows:
    """Yield the rows of a file in any supported format; appends remarks for the user to `notes`.

    Raises Unreadable, also while iterating.
    """
    require_size(file)
    if unpacked_size(file) <= SMALL:
        return file_formats.rows_of(file, notes)
    return _rows_from_elsewhere(file, notes)


def require_size(file: IO[bytes]) -> None:
    """Raise Unreadable for a file larger than MOST_BYTES."""
    if file.seek(0, io.SEEK_END) > file_formats.MOST_BYTES:
        most = file_formats.MOST_BYTES // 1024 // 1024
        raise Unreadable(
            f"Het bestand is groter dan {most} MB. Knip het in stukken van hoogstens {most} MB."
        )
    file.seek(0)


def unpacked_size(file: IO[bytes]) -> int:
    """Return how large a file is once it is unpacked; its own size when it is no zip file."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(file) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    file.seek(0)
    return size


def _rows_from_elsewhere(file: IO[bytes], notes: list[str]) -> Rows:
    with _on_disk(file) as readable:
        child = subprocess.Popen(
            [sys.executable, "-m", "imports.limits"], cwd=_root(), stdin=readable,
            stdout=subprocess.PIPE, env={},  # no password of a server comes near the file
        )  # fmt: skip
    try:
        for kind, told in _messages(child.stdout):
            match kind:
                case "rows":
                    yield from told
                case "note":
                    notes.append(told)
                case "unreadable":
                    raise Unreadable(told)
                case "end":
                    return
        if child.wait() > 0:
            raise RuntimeError("the reader of files crashed; its log says where")
        raise Unreadable(TOO_MUCH)
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _root() -> str:
    return os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@contextlib.contextmanager
def _on_disk(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield the file as one that another process can read; it has no name on disk."""
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        yield copy


def _messages(pipe: IO[bytes]) -> Iterator[tuple]:
    """Yield what the other process says, until it ends."""
    while True:
        try:
            yield marshal.load(pipe)  # noqa: S302 - our own process wrote it
        except (EOFError, ValueError, TypeError):  # it was killed, perhaps within a message
            return


def main() -> None:
    """Read the file on standard input within the limits; write its rows to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.excepthook = say_where
    out = io.BufferedWriter(io.FileIO(1, "wb", closefd=False))
    notes: list[str] = []
    try:
        rows = file_formats.rows_of(sys.stdin.buffer, notes)
        told = _send(out, rows, notes)
        for note in notes[told:]:
            marshal.dump(("note", note), out)
        marshal.dump(("end", None), out)
    except Unreadable as reason:
        marshal.dump(("unreadable", reason.sentence), out)
    except MemoryError:
        marshal.dump(("unreadable", TOO_MUCH), out)
    out.flush()


def say_where(kind, problem, trace) -> None:
    """Log the place of a crash without its message, which may hold what stands in a cell."""
    traceback.print_tb(trace)
    print(kind.__name__, file=sys.stderr)


def _send(out: IO[bytes], rows: Rows, notes: list[str]) -> int:
    """Write the rows in parts, and each note before the rows that follow it; return how many."""
    part, cells, told = [], 0, 0
    for row in rows:
        for note in notes[told:]:
            marshal.dump(("note", note), out)
        told = len(notes)
        part.append(row)
        cells += len(row[1])
        if cells >= CELLS:
            marshal.dump(("rows", part), out)
            out.flush()
            part, cells = [], 0
    marshal.dump(("rows", part), out)
    return told


if __name__ == "__main__":
    main()
