"""Telephone numbers as people write them: Dutch unless they start with a country."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from ground.citizen_numbers import has_number

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
# Nine digits without the first zero of a telephone number: it may be a BSN.
NO_AREA = re.compile(r"\s*[1-9][\d .-]*")
# Nobody is reached on a number that costs the caller money.
NOBODY = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


class NotANumber(ValueError):
    """Nobody can be called on what was typed."""


def read(typed: str) -> PhoneNumber:
    """The number in what was typed; raises NotANumber when it cannot be called."""
    if NO_AREA.fullmatch(typed) and has_number(typed):
        raise NotANumber(typed)
    try:
        number = phonenumbers.parse(typed, "NL")
    except phonenumbers.NumberParseException as problem:
        raise NotANumber(typed) from problem
    # A number behind another one cannot be called by machine, nor be sent a text.
    number.extension = None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in NOBODY:
        raise NotANumber(typed)
    return number


def can_be_called(typed: str) -> bool:
    """Whether somebody can be called on what stands in a file."""
    try:
        return bool(read(typed))
    except NotANumber:
        return False


def standard(typed: str) -> str:
    """The one way in which we write a number: '06-12345678' -> '+31 6 12345678'."""
    return phonenumbers.format_number(read(typed), PhoneNumberFormat.INTERNATIONAL)


def dialled(phone: str) -> str:
    """How somebody here dials it: '+31 6 12345678' -> '06 12345678'."""
    number = read(phone)
    home = number.country_code == phonenumbers.country_code_for_region("NL")
    style = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def takes_text(phone: str) -> bool:
    """Whether a text message arrives there: a mobile number."""
    return phonenumbers.number_type(read(phone)) in MOBILE
