"""A citizen number (BSN) is never kept, whatever it was typed in and however it was cut up.

The BSN passes the eleven test: 9*a + 8*b + ... + 2*h - i is a multiple of eleven. So does one in
eleven other numbers of nine digits; those go as well.
"""

import re

from stdnum.nl import bsn

LEFT_OUT = "[nummer weggelaten]"
# Nine digits with little between them; from every digit where a number may begin.
NINE_DIGITS = re.compile(r"(?<!\d)(?=((?:\d[\W_]{0,3}){8}\d)(?!\d))")
# What stands before the nine digits of a Dutch telephone number: +31, 0031, +31 (0).
OF_A_TELEPHONE = re.compile(r"(?:\+|\b00)31[\W_]{0,3}(?:0[\W_]{0,3})?$")


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the eleven test of the BSN."""
    # Not `bsn.is_valid`: it takes shorter numbers too, and no digits of another script.
    return bsn.checksum(digits) == 0 and int(digits) != 0


def _found(text: str) -> list[tuple[int, int]]:
    """Where something stands that could be a BSN: begin and end, in order, never overlapping."""
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


def has_number(text: str) -> bool:
    """Whether something that could be a BSN stands there, or stood there."""
    return LEFT_OUT in text or bool(_found(text))


def without_numbers(text: str) -> str:
    """The text with everything that could be a BSN left out."""
    for start, end in reversed(_found(text)):
        text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
    return text
