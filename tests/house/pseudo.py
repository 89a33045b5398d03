"""A pseudo-locale: translated text comes out in wide letters, other text stays as it is.

Plain letters on a page are then text that cannot be translated, unless they are in an element with
`lang="nl"`, such as text that somebody wrote in Dutch.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.translation import trans_real

# Polish: a language of tenant pages for which Django has all plural forms and its own texts.
LANGUAGE = "pl"
PLAIN = {ord(c): ord(c) - 0x20 + 0xFF00 for c in map(chr, range(0x21, 0x7F)) if c.isalpha()}
# What stays unchanged in a translated text: placeholders, tags and entities.
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]*>|&\w+;)")
WORD = re.compile(r"[A-Za-zÀ-ʯ]{2,}")
SPOKEN = {"aria-label", "aria-description", "title", "placeholder", "alt", "data-busy", "data-stop"}
DESCRIBED = {"description", "og:title", "og:description"}
SILENT = {"script", "style", "textarea"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def wide(text: str) -> str:
    """Return the text in wide letters: legible, without any ordinary letter."""
    parts = KEPT.split(str(text))
    return "".join(part if i % 2 else wide_letters(part) for i, part in enumerate(parts))


def wide_letters(text: str) -> str:
    return "".join("·" if WORD.match(c * 2) and ord(c) > 0x7F else c for c in text).translate(PLAIN)


def activate(patch: pytest.MonkeyPatch) -> None:
    """Translate into the pseudo-locale, but only texts that the real catalogue has."""
    has = trans_real.translation(LANGUAGE)._catalog

    def gettext(message: str) -> str:
        return wide(message) if has.get(message.replace("\r\n", "\n")) else message

    def pgettext(context: str, message: str) -> str:
        return wide(message) if has.get(f"{context}\x04{message}") else message

    def ngettext(singular: str, plural: str, number: int) -> str:
        text = singular if number == 1 else plural
        return wide(text) if has.get((singular, 0)) else text

    def npgettext(context: str, singular: str, plural: str, number: int) -> str:
        text = singular if number == 1 else plural
        return wide(text) if has.get((f"{context}\x04{singular}", 0)) else text

    for made in (gettext, pgettext, ngettext, npgettext):
        patch.setattr(translation._trans, made.__name__, made, raising=False)


class Reader(HTMLParser):
    """Collects a page's text, and attributes read aloud, outside elements with lang="nl"."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.said: list[tuple[str, str]] = []

    @property
    def lang(self) -> str:
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        lang = given.get("lang") or self.lang
        if tag not in VOID:
            self.open.append((tag, lang))
        heard = [value for name, value in given.items() if name in SPOKEN]
        if DESCRIBED & {given.get("name"), given.get("property")}:
            heard.append(given.get("content", ""))
        if given.get("type") in {"submit", "button"} and tag == "input":
            heard.append(given.get("value", ""))
        # A title or description has no surrounding element that could declare its language.
        where = "head" if tag == "meta" else "body"
        self.said += [(where, value) for value in heard if lang == LANGUAGE]

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if self.lang == LANGUAGE and not SILENT & tags:
            self.said.append(("head" if "head" in tags else "body", data))


def untranslated(
    page: str, *, names: Callable[[str], str], data: Callable[[str], str]
) -> Iterator[str]:
    """Return each text of an HTML page that is in plain letters and not marked as Dutch.

    `names` removes names of people, places and organisations. `data` removes other data of the
    world, which is allowed without a surrounding element in a title only.
    """
    reader = Reader()
    reader.feed(page)
    for where, text in reader.said:
        left = names(data(text) if where == "head" else text)
        if WORD.search(left):
            yield " ".join(unescape(text).split())
