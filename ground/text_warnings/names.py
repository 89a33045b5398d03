"""The name of somebody else: a word of relationship, followed by a name.

A name without such a word is not recognised: it may be the tenant's own.
"""

import re
from collections.abc import Iterator

from ground.text_warnings.name_lists import GIVEN_NAMES, NO_NAMES, RELATIONS

BEFORE = r"(?:over|boven|onder|beneden|schoon|klein|achterklein|stief|pleeg|half|achter|oud-?|ex-?)"
NO_NAME, GIVEN = set(NO_NAMES.split()), set(GIVEN_NAMES.split())
TITLE = r"(?:mevrouw|mevr|mw|mw|meneer|dhr|de heer|heer|dr|drs|dokter|zuster|broeder)"
INFIX = r"(?:van|vande|vd|v\.d\.|de|den|der|la|le|el|al|ten|ter|te|bin|ben|'t|op|in|aan)"
CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞŁŚŞĞİŻŹČŠŽ])"
# The relationship; a mark or ‘heet’; a title; the name with what follows it. Not across a line end.
RELATED = re.compile(
    rf"\b(?P<relation>{BEFORE}?(?:{'|'.join(RELATIONS.split())})(?:s|en)?)\b"
    r"(?: van (?:mw|mevr|mevrouw|haar|hem|dhr|meneer|huurder|huurster)\b\.?(?=,))?"
    r"(?=(?P<mark>\.? {0,2}[,:=(–-]{0,2} {0,2}(?:(?:is|heet|heette|genaamd|genoemd|met de naam) )?)"
    rf"(?P<title>{TITLE}\b\.? )?"
    rf"(?P<name>\w[\w'’-]{{1,30}}(?: (?:{INFIX} ){{0,2}}{CAPITAL}[\w'’-]{{1,30}}){{0,2}}))",
    re.IGNORECASE,
)
# ‘dr. Smit’, ‘dominee Postma’: nobody signs in under such a title.
TITLED = re.compile(
    rf"\b(?P<relation>dr|dokter|dominee|pastoor|zuster)\.? (?P<name>{CAPITAL}[\w'’-]{{1,30}})",
    re.IGNORECASE,
)


def others(text: str, folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, relationship) of each name of somebody else."""
    for match in RELATED.finditer(text):
        if _is_name(match, folded):
            yield *match.span("name"), match["relation"].lower()
    for match in TITLED.finditer(text):
        if _first(match, folded) not in NO_NAME:
            yield *match.span("name"), match["relation"].lower()


def _first(match: re.Match, folded: str) -> str:
    """Return the first word of the name, folded."""
    return re.split(r"[^\w]", folded[match.start("name") : match.end("name")], maxsplit=1)[0]


def _is_name(match: re.Match, folded: str) -> bool:
    first, typed = _first(match, folded), match["name"]
    if match["mark"].startswith(".") and not match["title"] and match["relation"] != "buurvr":
        # A full stop ends the sentence: ‘Haar dochter. Verder niemand.’
        return False
    if not match["mark"] and not match["title"]:
        return False
    if first in GIVEN:
        return True
    if " is " in f" {match['mark']} ":
        # ‘Haar zoon is Boos’
        return False
    return first not in NO_NAME and typed[0].isupper() and not typed.isupper()
