"""One defence broken: the text that keeps something, what stands in its place, who must notice."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Mutation:
    """`old` stands in `file` exactly once and becomes `new`; one of `tests` (files) must fail.

    `harm` says what would go wrong for a person.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    harm: str

    def applies_to(self, tree: Path) -> bool:
        """Whether the text is there, exactly once."""
        path = tree / self.file
        return path.is_file() and path.read_text().count(self.old) == 1

    @property
    def migrates(self) -> bool:
        """Whether the database is different, and not the code."""
        return "/migrations/" in self.file

    def apply_to(self, tree: Path) -> None:
        path = tree / self.file
        path.write_text(path.read_text().replace(self.old, self.new))

    def take_back_from(self, tree: Path, checkout: Path) -> None:
        (tree / self.file).write_text((checkout / self.file).read_text())
