"""Remove citizen service numbers (BSN) from text, whatever separators are between the digits.

A BSN passes the eleven test: 9*a + 8*b + ... + 2*h - i is a multiple of eleven. One in eleven
other nine-digit numbers passes it too; those are removed as well. Digits of a date, a time or a
valid telephone number of any country belong to no BSN.
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum.nl import bsn

LEFT_OUT = "[nummer weggelaten]"
NOT_A_DIGIT = "x"
# Nine digits with at most three separators between each two, tried from every digit that can
# start a number.
NINE_DIGITS = re.compile(r"(?<!\d)(?=((?:\d[\W_]{0,3}){8}\d)(?!\d))")
# The country code before the nine digits of a Dutch telephone number: +31, 0031, +31 (0).
OF_A_TELEPHONE = re.compile(r"(?:\+|\b00)31[\W_]{0,3}(?:0[\W_]{0,3})?$")
# A telephone number with its trunk prefix or country code; '00' is how a country code is dialled.
DIALLED = re.compile(r"[+\uff0b0]")
# A Dutch mobile number, also in a series that is not in use; nine digits in a row may be a BSN.
MOBILE = re.compile(r"(?<!\d)(?!\d{9}\D)0[ .-]?6(?:[ .-]?\d){8}(?!\d)")
NINE_IN_A_ROW = re.compile(r"\d{9}")
INTERNATIONAL = re.compile(r"(?<!\d)(?<!\d[ ().-])00(?=[1-9]\d)")
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
# Dates and times as written here: 7-12-2026, 2026-12-07, 14:00, 9.30 uur. Digits before or after
# it, with one separator, make it something else.
CALENDAR = re.compile(
    rf"(?<!\d)(?<!\d[-/.:_])(?:{DAY}(?P<a>[-/.]){MONTH}(?P=a){YEAR}|{YEAR}(?P<b>[-/.]){MONTH}(?P=b){DAY}"
    r"|(?:[01]?\d|2[0-3])[:.][0-5]\d)(?![-/.:_]?\d)"
)


def is_bsn(digits: str) -> bool:
    """Return whether nine digits pass the eleven test of the BSN."""
    # Not `bsn.is_valid`: it accepts shorter numbers, and rejects digits of other scripts.
    return bsn.checksum(digits) == 0 and int(digits) != 0


def _spoken_for(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) spans of dates, times and telephone numbers."""
    for pattern in (CALENDAR, MOBILE):
        yield from (match.span() for match in pattern.finditer(text))
    # Two characters for two, so that the spans stay the same.
    as_plus = INTERNATIONAL.sub(" +", text)
    for match in PhoneNumberMatcher(as_plus, "NL", leniency=Leniency.VALID):
        # The plus stands for the second of two zeros.
        begin = match.start - text.startswith("00", match.start - 1)
        if DIALLED.match(match.raw_string) and not NINE_IN_A_ROW.fullmatch(text[begin : match.end]):
            yield begin, match.end


def _found(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) spans that could be a BSN, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    if not NINE_DIGITS.search(text):
        return spans
    original = text
    for start, end in _spoken_for(original):
        text = f"{text[:start]}{NOT_A_DIGIT * (end - start)}{text[end:]}"
    for match in NINE_DIGITS.finditer(text):
        start, end = match.span(1)
        if spans and start < spans[-1][1]:
            continue
        if OF_A_TELEPHONE.search(original[max(0, start - 12) : start]):
            continue
        if is_bsn(re.sub(r"\D", "", match[1])):
            spans.append((start, end))
    return spans


def contains_bsn(text: str) -> bool:
    """Return whether the text contains a possible BSN, or one that was removed earlier."""
    return LEFT_OUT in text or bool(_found(text))


def remove_bsn(text: str) -> str:
    """Return the text with every possible BSN replaced by LEFT_OUT."""
    for start, end in reversed(_found(text)):
        text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
    return text
