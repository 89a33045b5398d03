"""Numbers and addresses that lead to a person: BSN, telephone, bank account, document, key code."""

import re
from collections.abc import Iterator

from ground.citizen_numbers import CALENDAR, LEFT_OUT

SEP = r"(?: ?[.\-/] ?| )?"
# A Dutch number with its trunk prefix or country code. Not the numbers of organisations: 0800, 0900
# and the like, 088, 085, 14 0xx.
TELEPHONE = re.compile(
    rf"(?<![\d+])(?:\+31|0031)[ -]?(?:\(0\))?[ -]?(?!8[058]|90)[1-9](?:{SEP}\d){{8}}(?!\d)"
    rf"|(?<![\d+])0(?:6(?:{SEP}\d){{8}}|[1-57]\d\)?(?:{SEP}\d){{7}}|[1-57]\d\d\)?(?:{SEP}\d){{6}})(?!\d)"
    rf"|(?<![\d+])\+(?!31)[1-9]\d(?:{SEP}\d){{7,11}}(?!\d)"
)
OTHERS = re.compile(
    r"(?<=[\w.])@\w[\w-]{0,62}\.\w"
    r"|\bNL ?\d\d ?[A-Z]{4} ?\d(?: ?\d){9}\b"
    r"|\b(?:bsn|burgerservicen\w{0,8}|sofin\w{0,8})[ .:=]{0,3}"
    r"(?:(?:nr|nummer)[ .:=]{1,3})?(?:is )?\d[\d .-]{5,12}"
    r"|\b(?:paspoort|rijbewijs|id-?kaart|identiteitsbewijs|verblijfsdocument)\w{0,8}[ .:=]{0,3}"
    r"(?:is )?(?=[A-Z0-9]{0,8}\d)[A-Z0-9]{7,12}\b"
    r"|\b(?:pin|pincode|sleutelkluis|kluis|kluisje|sleutelkastje|alarm|deurcode|kluiscode|alarmcode|"
    r"toegangscode)\b[^\d\n]{0,25}(?<!\d)\d{3,8}(?![\d,.:]\d)"
    r"|\bcode (?:\w{1,12} ){0,2}(?:kluis|sleutelkluis|deur|voordeur|alarm|pin)\w{0,6}[ .:=]{0,3}"
    r"(?:is )?\d{3,8}\b",
    re.IGNORECASE,
)


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) spans of numbers and addresses that lead to a person."""
    start = text.find(LEFT_OUT)
    if start >= 0:
        yield start, start + len(LEFT_OUT)
    dated = [match.span() for match in CALENDAR.finditer(text)]
    masked = text
    if dated:
        parts, at = [], 0
        for first, last in dated:
            parts += [text[at:first], "x" * (last - first)]
            at = last
        masked = "".join([*parts, text[at:]])
    for pattern in (TELEPHONE, OTHERS):
        yield from (match.span() for match in pattern.finditer(masked))
