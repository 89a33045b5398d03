"""Render letters and reports as tagged PDF (PDF/UA) with typst, from a template and plain data.

Templates are the `.typ` files in `templates/paper/`. Data is passed as JSON and only shown as text,
so that typed text is never interpreted as markup; what people type is printed in their own script,
see `templates/paper/fonts/README.md`. A page takes a few hundredths of a second and no
system library is needed.
"""

import json
import logging
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

SHEETS = Path(settings.BASE_DIR) / "templates" / "paper"
FONTS = SHEETS / "fonts"


logger = logging.getLogger("aanloop.outbox")
# Drawn in place of a character that no font has.
MISSING = "▯"
# Bullets that word processors write as private characters of their symbol fonts.
BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf076\uf0d8\uf0fc"), "•")
JOINERS = "\u200c\u200d"


def render(sheet: str, data: dict) -> bytes:
    """Return the sheet with this data as PDF. Raises typst.TypstError for an invalid sheet."""
    return _compile(sheet, data, pdf_standards=["ua-1"])


def png(sheet: str, data: dict, *, dots: int) -> bytes:
    """Return the first page of the sheet as PNG, at `dots` per inch."""
    made = _compile(sheet, data, format="png", ppi=dots)
    return made if isinstance(made, bytes) else made[0]


def _compile(sheet: str, data: dict, **how) -> bytes:
    """Compile a sheet; one odd character never stops it.

    If the fonts fail on a text all the same, it is printed in Latin letters only.
    """
    safe, missing = _printable(data)
    if missing:
        logger.warning("sheet %s: %d characters that no font has", sheet, missing)
    try:
        return typst.compile(SHEETS / f"{sheet}.typ", **_with(safe), **how)
    except typst.TypstError:
        latin = _each_text(safe, _latin)
        if latin == safe:
            raise
        logger.exception("sheet %s: printed in Latin letters only", sheet)
        return typst.compile(SHEETS / f"{sheet}.typ", **_with(latin), **how)


@cache
def drawn() -> tuple[list[int], list[int]]:
    """Return the first and the last code points of the ranges that the fonts draw, in order."""
    ranges = [line.split("-") for line in (FONTS / "covered.txt").read_text().split()]
    return [int(one[0], 16) for one in ranges], [int(one[-1], 16) for one in ranges]


def is_drawn(character: str) -> bool:
    """Return whether one of the fonts has this character."""
    firsts, lasts = drawn()
    at = bisect_right(firsts, ord(character)) - 1
    return at >= 0 and ord(character) <= lasts[at]


def printable(text: str) -> str:
    """Return the text as the fonts can print it: MISSING for what no font has, without invisible
    characters, and with a plain bullet for a word processor's."""
    text = unicodedata.normalize("NFC", text.translate(BULLETS))
    return "".join(_printed(text, at) for at in range(len(text)))


def _printed(text: str, at: int) -> str:
    character = text[at]
    if character in "\n\t":
        return character
    if character in JOINERS:
        # Joiners shape letters, as in Persian and Sinhala; between emoji they are left out.
        return character if text[at - 1 : at].isalpha() else ""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
        return ""
    return character if is_drawn(character) else MISSING


def _printable(data: dict) -> tuple[dict, int]:
    """Return the data with printable texts, and how many characters are MISSING."""
    missing = 0

    def safe(text: str) -> str:
        nonlocal missing
        if text.isascii():
            return text
        made = printable(text)
        missing += made.count(MISSING) - text.count(MISSING)
        return made

    return _each_text(data, safe), missing


def _latin(text: str) -> str:
    return "".join(c if c < "\u0250" else MISSING for c in text)


def _each_text(value: object, change: Callable[[str], str]) -> object:
    """Return the same value with every text in it changed, however deep."""
    match value:
        case str():
            return change(value)
        case dict():
            return {key: _each_text(one, change) for key, one in value.items()}
        case list() | tuple():
            return [_each_text(one, change) for one in value]
        case _:
            return value


def _with(data: dict) -> dict:
    more = {"organisation": settings.ORGANISATION, "phone": settings.ORGANISATION_PHONE}
    return {
        "root": SHEETS,
        "sys_inputs": {"data": json.dumps(more | data, default=str)},
        "font_paths": [FONTS],
        "ignore_system_fonts": True,
    }
