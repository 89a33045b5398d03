"""Find in a text the words, numbers and names of each kind."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ground.text_warnings.kinds import Kind
from ground.text_warnings.names import others
from ground.text_warnings.numbers import numbers
from ground.text_warnings.phrases import PHRASES, SHORT
from ground.text_warnings.words import MISSPELT, OTHER_WORDS, WORDS

WORD = re.compile(r"[^\W_]+")
# The shortest listed word that is recognised with a typing error, and the longest word looked at.
LONG_ENOUGH, TOO_LONG = 8, 30
# The shortest listed word or beginning.
SHORTEST_STEM = 3


@dataclass(frozen=True)
class Found:
    """Something found in a text: its kind, the words as typed, and for a name the relationship."""

    kind: Kind
    words: str
    relation: str = ""


class _Fold(dict):
    """A table for `str.translate`: each letter in lower case and without its accent."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFKD", letter.lower())
        base = next((c for c in plain if not unicodedata.combining(c)), letter)
        self[code] = folded = "'" if letter in "’‘`´" else base
        return folded


FOLD = _Fold()


def fold(text: str) -> str:
    """Return the text in lower case and without accents, with every character in its place."""
    return text.translate(FOLD)


def find(text: str, kinds: Iterable[Kind] = Kind) -> list[Found]:
    """Return what was found in a text, of the given kinds and in their order, each once."""
    wanted = set(kinds)
    folded = fold(text)
    found = [one for one in _all(text, folded) if one.kind in wanted]
    order = list(Kind)
    return sorted(dict.fromkeys(found), key=lambda one: order.index(one.kind))


def _all(text: str, folded: str) -> Iterator[Found]:
    for kind, phrase in _phrases().items():
        for match in phrase.finditer(folded):
            yield Found(kind, text[slice(*match.span())].strip())
    for match in WORD.finditer(folded):
        if kind := kind_of_word(match[0]):
            yield Found(kind, text[slice(*match.span())])
    for start, end in numbers(text):
        yield Found(Kind.NUMBER, text[start:end])
    for start, end, relation in others(text, folded):
        yield Found(Kind.PERSON, text[start:end], relation)


@cache
def _phrases() -> dict[Kind, re.Pattern]:
    return {kind: _expression(lines) for kind, lines in PHRASES.items()}


def _expression(lines: str) -> re.Pattern:
    """Return one regular expression for all phrases of a kind."""
    for short, long in SHORT.items():
        lines = lines.replace(short, long)
    phrases = "|".join(line.strip() for line in lines.strip().splitlines())
    # Tried at the start of a word only, which takes a third of the time.
    return re.compile(rf"(?<!\w)(?=\w)(?:{phrases})(?!\w)")


class _Lists:
    """The listed words: whole words, beginnings, ends, exceptions, and words with one error."""

    def __init__(self) -> None:
        self.whole: dict[str, Kind] = {}
        self.stems: dict[str, Kind] = {}
        self.ends: dict[str, Kind] = {}
        self.not_whole: set[str] = set()
        self.not_stems: set[str] = set()
        self.near: dict[str, Kind] = {}
        self.other_words = set(OTHER_WORDS.split())
        for kind, lines in WORDS.items():
            for entry in lines.split():
                self._add(entry, kind)

    def _add(self, entry: str, kind: Kind) -> None:
        word = entry.strip("!*")
        if entry.startswith("!"):
            (self.not_stems if entry.endswith("*") else self.not_whole).add(word)
            return
        table = self.whole
        if entry.endswith("*"):
            table = self.stems
        elif entry.startswith("*"):
            table = self.ends
        table[word] = kind
        if len(word) >= LONG_ENOUGH and kind in MISSPELT:
            for variant in variants(word):
                self.near.setdefault(variant, kind)

    def kind_of(self, word: str) -> Kind | None:
        beginnings = [word[:size] for size in range(SHORTEST_STEM, len(word) + 1)]
        if word in self.not_whole or not self.not_stems.isdisjoint(beginnings):
            return None
        if kind := self.whole.get(word):
            return kind
        for beginning in reversed(beginnings):
            if kind := self.stems.get(beginning):
                return kind
        for size in range(SHORTEST_STEM, len(word)):
            if kind := self.ends.get(word[-size:]):
                return kind
        if len(word) < LONG_ENOUGH or word in self.other_words:
            return None
        return next((self.near[one] for one in variants(word) if one in self.near), None)


def variants(word: str) -> Iterator[str]:
    """Yield the word itself and the word without one of its letters, but for the first.

    Two words with one letter added, left out, changed or swapped have one in common.
    """
    yield word
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


@cache
def _lists() -> _Lists:
    return _Lists()


def kind_of_word(word: str) -> Kind | None:
    """Return the kind of a folded word, if it is listed."""
    return _lists().kind_of(word) if SHORTEST_STEM <= len(word) <= TOO_LONG else None
