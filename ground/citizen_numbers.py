"""Remove citizen service numbers (BSN) from text, whatever separators are between the digits.

A BSN passes the eleven test: 9*a + 8*b + ... + 2*h - i is a multiple of eleven. One in eleven
other nine-digit numbers passes it too; those are removed as well.
"""

import re

from stdnum.nl import bsn

LEFT_OUT = "[nummer weggelaten]"
# Nine digits with at most three separators between each two, tried from every digit that can
# start a number.
NINE_DIGITS = re.compile(r"(?<!\d)(?=((?:\d[\W_]{0,3}){8}\d)(?!\d))")
# The country code before the nine digits of a Dutch telephone number: +31, 0031, +31 (0).
OF_A_TELEPHONE = re.compile(r"(?:\+|\b00)31[\W_]{0,3}(?:0[\W_]{0,3})?$")


def is_bsn(digits: str) -> bool:
    """Return whether nine digits pass the eleven test of the BSN."""
    # Not `bsn.is_valid`: it accepts shorter numbers, and rejects digits of other scripts.
    return bsn.checksum(digits) == 0 and int(digits) != 0


def _found(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) spans that could be a BSN, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    for match in NINE_DIGITS.finditer(text):
        start, end = match.span(1)
        if spans and start < spans[-1][1]:
            continue
        if OF_A_TELEPHONE.search(text[max(0, start - 12) : start]):
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
