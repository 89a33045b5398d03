"""Parse and format telephone numbers; Dutch unless they start with a country code."""

import re

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python
from phonenumbers import PhoneNumberType

from ground.citizen_numbers import contains_bsn
from ground.plain_text import UnguardedField

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
# Nine digits without the leading zero of a telephone number: this may be a BSN.
NO_AREA = re.compile(r"\s*[1-9][\d .-]*")
# Premium-rate and shared-cost numbers are refused: calling them costs money.
NOBODY = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}
CANNOT_CALL = _(
    "Met dit nummer kunnen wij u niet bellen. Kijk of alle cijfers er staan, zoals 06 12 34 56 78."
)


class NotANumber(ValueError):
    """The typed text is not a number that can be called."""


def read(typed: str) -> PhoneNumber:
    """Parse a typed number; raises NotANumber when it cannot be called."""
    return _callable(to_python(typed) or PhoneNumber(raw_input=typed))


def _callable(number: PhoneNumber) -> PhoneNumber:
    """Return the number without its extension; raises NotANumber when it cannot be called."""
    typed = number.raw_input
    if NO_AREA.fullmatch(typed) and contains_bsn(typed):
        raise NotANumber(typed)
    # An extension cannot be dialled automatically and cannot receive a text message.
    number.extension = None
    if not number.is_valid() or phonenumbers.number_type(number) in NOBODY:
        raise NotANumber(typed)
    return number


def can_be_called(typed: str) -> bool:
    """Return whether this text, for instance a cell of an import, is a number one can call."""
    try:
        return bool(read(typed))
    except NotANumber:
        return False


def is_dialled(typed: str) -> bool:
    """Return whether this text is a number that exists, also one that nobody may be called on."""
    number = to_python(typed)
    return bool(number) and number.is_valid()


def require_callable(form: forms.Form, name: str) -> None:
    """Add an error to a field whose new number cannot be called.

    A number that was there before stays accepted: another field must remain correctable.
    """
    typed = form.cleaned_data.get(name)
    if typed and name in form.changed_data and not can_be_called(typed):
        form.add_error(name, CANNOT_CALL)


def standard(typed: str) -> str:
    """Return the number in the format that is stored: '06-12345678' -> '+31 6 12345678'."""
    return read(typed).as_international


def dialled(phone: str) -> str:
    """Return the number as dialled in the Netherlands: '+31 6 12345678' -> '06 12345678'.

    Foreign numbers stay in international format.
    """
    number = read(phone)
    home = phonenumbers.country_code_for_region(settings.PHONENUMBER_DEFAULT_REGION)
    return number.as_national if number.country_code == home else number.as_international


def takes_text(phone: str) -> bool:
    """Return whether the number can receive text messages: it is a mobile number."""
    return _is_mobile(read(phone))


def _is_mobile(number: PhoneNumber) -> bool:
    return phonenumbers.number_type(number) in MOBILE


class PhoneField(PhoneNumberField):
    """A telephone number that can be called; cleans to the format of `standard`.

    `mobile_only` refuses numbers that cannot receive text messages.
    """

    widget = forms.TextInput
    default_error_messages = {"invalid": CANNOT_CALL}
    # The library's validator would repeat the error, even for a value that is only too long.
    default_validators = []

    def __init__(self, *args, mobile_only: bool = False, **kwargs) -> None:
        self.mobile_only = mobile_only
        super().__init__(*args, **kwargs)

    def to_python(self, value) -> str:
        number = super().to_python(value)
        if not number:
            return self.empty_value
        # max_length applies to the typed text, not to the formatted number.
        self.run_validators(number.raw_input)
        try:
            number = _callable(number)
        except NotANumber as problem:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from problem
        if self.mobile_only and not _is_mobile(number):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number.as_international


class PlainPhoneField(UnguardedField, PhoneField):
    """A telephone number field that first removes a BSN and invisible characters from the text."""
