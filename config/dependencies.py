"""Which room imports which, read from the source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def imports_of_rooms() -> dict[str, set[str]]:
    """For each room, top to bottom, the other rooms that its code imports."""
    return {room: rooms_imported_by(room) for room in settings.ROOMS}


def rooms_imported_by(room: str) -> set[str]:
    files = Path(settings.BASE_DIR, room).rglob("*.py")
    names = {name for file in files for name in imported_names(file.read_text())}
    return names & set(settings.ROOMS) - {room}


def imported_names(source: str) -> Iterator[str]:
    """The first part of every module that a piece of code imports, wherever it does so."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)


def without_detours(imports: dict[str, set[str]]) -> dict[str, set[str]]:
    """The imports that do not follow from others: an arrow to a room that another arrow leads to
    as well, by way of a third room, is left out. Nothing is lost while there is no cycle."""
    return {
        room: {to for to in targets if not any(to in below(imports, via) for via in targets)}
        for room, targets in imports.items()
    }


def below(imports: dict[str, set[str]], room: str) -> set[str]:
    """Every room that this one imports, directly or by way of others."""
    found: set[str] = set()
    waiting = set(imports[room])
    while waiting:
        found |= waiting
        waiting = {to for one in waiting for to in imports[one]} - found
    return found
