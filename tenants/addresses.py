"""Read an address as people type it, and match it with the addresses of homes.

A house number, letter and addition are compared as the BAG distinguishes them, but without spaces,
signs and capitals: '14A', '14 a' and '14-A' are one address, '14' and '140' are two.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from ground.search_text import searchable

# Longer texts are cut: an address with a town fits.
LONGEST = 120
# A postcode never ends in these letters, so that '14 SA' is a number with an addition.
POSTCODE = re.compile(r"\b([1-9]\d{3})\s?((?!s[ads])[a-z]{2})(?![a-z])", re.IGNORECASE)
# A house number with what is written against it: '14', '14a', '18bis'.
NUMBERED = re.compile(r"0*([1-9]\d{0,4})((?:[a-z][a-z0-9]{0,6})?)")
# What may follow a number as its letter or addition: 'a', '2', 'bis', 'huis', '1hoog'.
SUFFIX = re.compile(r"[a-z0-9]{1,5}")
# What looks like an addition but may be a town instead: 'Ede', 'Oss', 'Epe'.
TOWN = re.compile(r"[a-z]{3,5}")
# The most loose parts of one addition: 'a 2', 'bis a'.
MOST_PARTS = 2
# Words just before and somewhere after a house number that say nothing: 'nr 14', '14 3 hoog'.
BEFORE_A_NUMBER = {"nr", "no", "nummer", "huisnr", "huisnummer"}
AFTER_A_NUMBER = {"hoog", "etage", "te", "in"}
# More words, or more numbers, than an address with a town has: the rest is not read.
MOST_WORDS, MOST_NUMBERS = 14, 4
# Abbreviations in names of streets, as searchable text. The stored line and what is typed are both
# read with the whole word.
WHOLE = {
    "1e": "eerste", "1ste": "eerste", "2e": "tweede", "2de": "tweede", "3e": "derde",
    "3de": "derde", "4e": "vierde", "4de": "vierde", "5e": "vyfde", "5de": "vyfde",
    "burg": "burgemeester", "burgem": "burgemeester", "dr": "doctor", "dokter": "doctor",
    "ds": "dominee", "gebr": "gebroeders", "gen": "generaal", "ing": "ingenieur",
    "ir": "ingenieur", "jhr": "jonkheer", "kard": "kardinaal", "kon": "koningin",
    "mgr": "monseigneur", "mr": "meester", "past": "pastoor", "pr": "prinses",
    "prof": "professor", "st": "sint", "weth": "wethouder", "vd": "van der", "v": "van",
    "d": "der",
}  # fmt: skip
ENDINGS = {"str": "straat", "pln": "plein", "sngl": "singel", "ln": "laan", "wg": "weg"}


@dataclass(frozen=True)
class Reading:
    """One way to read a text: words of a street, town, postcode or name, and maybe a number."""

    words: tuple[str, ...]
    number: int | None = None
    # Letter and addition, as `suffix_of` returns them.
    suffix: str = ""

    @property
    def token(self) -> str:
        return number_token(self.number, self.suffix)


def suffix_of(letter: str, addition: str) -> str:
    """Return letter and addition as one word: ('A', '') and ('', '-a') both give 'a'."""
    glued = searchable(letter, addition).replace(" ", "").removesuffix("hoog")
    return "hs" + glued[4:] if glued.startswith("huis") else glued


def number_token(number: int, suffix: str) -> str:
    """Return a house number as it stands in a search line: five digits, so that text sorts by
    number, and the suffix: '00014a'."""
    return f"{number:05}{suffix}"


def whole_words(word: str) -> str:
    """Return a word of a street without abbreviation: 'burg' -> 'burgemeester'."""
    if word in WHOLE:
        return WHOLE[word]
    for short, whole in ENDINGS.items():
        if word.endswith(short) and len(word) > len(short) + 2:
            return word.removesuffix(short) + whole
    return word


def street_words(street: str) -> list[str]:
    """Return the searchable words of a street, without abbreviations."""
    return " ".join(map(whole_words, searchable(street).split())).split()


def is_postcode(word: str) -> bool:
    """Return whether a searchable word is a postcode: '9712bc', or '9712y' for 9712 IJ."""
    return len(word) in (5, 6) and word[:4].isdigit() and word[4:].isalpha()


def search_line(
    street: str, number: int | None, letter: str, addition: str, postcode: str, town: str, name: str
) -> str:
    """Return the searchable text of a home: street, number, postcode, town and name."""
    streets = " ".join(street_words(street))
    token = "" if number is None else number_token(number, suffix_of(letter, addition))
    rest = searchable(postcode.replace(" ", ""), town, name)
    return " ".join(filter(None, [streets, token, rest]))[:255]


def readings(text: str) -> list[list[Reading]]:
    """Return the ways to read a text, the most likely first; those in one list are equally likely.

    The last one reads all of it as words: names, a street, or a street with a year in its name.
    """
    text = text[:LONGEST]
    words = searchable(text).split()[:MOST_WORDS]
    postcode = POSTCODE.search(text)
    ways = []
    if postcode:
        around = searchable(text[: postcode.start()], text[postcode.end() :]).split()[:MOST_WORDS]
        ways += _numbered(around, [searchable("".join(postcode.groups()))])
    ways += _numbered(words, [])
    if postcode:
        ways.append([Reading((*around, searchable("".join(postcode.groups()))))])
    return [way for way in [*ways, [Reading(tuple(words))]] if way]


def _numbered(words: list[str], others: list[str]) -> list[list[Reading]]:
    """Return the readings with a house number, those with the longest suffix first."""
    ways: list[list[Reading]] = [[] for _ in range(MOST_PARTS + 1)]
    numbers = [at for at, word in enumerate(words) if NUMBERED.fullmatch(word)]
    for at in numbers[:MOST_NUMBERS]:
        found = NUMBERED.fullmatch(words[at])
        before = words[:at]
        while before and before[-1] in BEFORE_A_NUMBER:
            before = before[:-1]
        after = [word for word in words[at + 1 :] if word not in AFTER_A_NUMBER]
        loose = 0
        while loose < min(MOST_PARTS, len(after)) and SUFFIX.fullmatch(after[loose]):
            loose += 1
        for parts in range(loose, -1, -1):
            if not all(TOWN.fullmatch(part) for part in after[parts:loose]):
                break
            street = (*before, *after[parts:], *others)
            suffix = suffix_of(found[2], "".join(after[:parts]))
            ways[loose - parts].append(Reading(street, int(found[1]), suffix))
    return ways


def matching(ways: Iterable[Reading], search: str = "search", how: str = "contains") -> Q:
    """Return the condition that a home's search line matches one of the readings.

    `search` is the path to the line; `how` the lookup of words of at least four letters.
    """
    return reduce(or_, (_matches(way, search, how) for way in ways))


def _matches(way: Reading, search: str, how: str) -> Q:
    condition = Q(*(has_word(word, search, how) for word in way.words))
    if way.number is not None:
        condition &= Q(**{f"{search}__regex": f" {_up_to_its_end(way.token)}"})
    return condition


def starting(way: Reading, search: str = "search") -> Q:
    """Return the condition that a home may still become the one that is being typed: '1' matches
    the numbers 1, 1A, 12 and 100."""
    if way.number is None or way.suffix:
        return matching([way], search)
    return matching([Reading(way.words)], search) & Q(**{f"{search}__regex": f" 0+{way.number}"})


def exactly(way: Reading, search: str = "search") -> Q:
    """Return the condition that number, letter and addition are those of the reading."""
    return Q(**{f"{search}__regex": f" {way.token}( |$)"}) if way.number is not None else Q()


def _up_to_its_end(token: str) -> str:
    """Return the pattern for a number and everything that belongs to it: '14' has '14A' and '14-2',
    '14A' has '14A-2' but not '14AB'."""
    if len(token) == 5:
        return token
    return f"{token}([^{'0-9' if token[-1].isdigit() else 'a-z'}]|$)"


def has_word(word: str, search: str = "search", how: str = "contains") -> Q:
    """Return the condition that a search line has this word, its abbreviation or a part of it."""
    if word.isdigit() and len(word) != 4:
        return Q(**{f"{search}__regex": rf"(^| ){word}( |$)"})
    if any(letter.isdigit() for letter in word):
        # A postcode, its digits, a year or an ordinal: the start of a word, never a house number.
        either = {word, whole_words(word)}
        starts = "|".join(sorted(either))
        return Q(**{f"{search}__regex": rf"(^| )({starts})"})
    lookup = how if len(word) >= 4 else "contains"
    condition = Q(**{f"{search}__{lookup}": word})
    if (whole := whole_words(word)) != word:
        condition |= Q(**{f"{search}__contains": whole})
    return condition
