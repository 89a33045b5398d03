"""Telephone numbers: which are accepted, the stored format, and the errors in forms."""

import pytest
from django import forms

from ground.phones import (
    CANNOT_CALL,
    NotANumber,
    PhoneField,
    PlainPhoneField,
    can_be_called,
    dialled,
    standard,
    takes_text,
)

MOBILE = "+31 6 12345678"
SPELLINGS = [
    "06-12345678", "06 12345678", "0612345678", "06-123 456 78", "(06) 12345678",
    "06.12.34.56.78", "06/12345678", "06–12345678", "O6 12345678", " 06 12345678 ",
    "06 1234 5678,", "tel. 06 12345678", "tel:+31612345678", "06 12345678 ext. 12",
    "06 12345678 x12", "0612345678#12", "+31-6-12345678;ext=3", "612345678", "6 12345678",
    "31612345678", "+31 6 12345678", "+31612345678", "++31612345678", "+31(0)6 12345678",
    "+31 (0) 6-12345678", "0031612345678", "0031 6 12345678", "0031 (0)6 12 34 56 78",
    "٠٦ ١٢٣٤٥٦٧٨", "+٣١ ٦ ١٢٣٤٥٦٧٨", "\u202a06 12345678\u202c",
]  # fmt: skip
OTHERS = {
    "020-123 45 67": "+31 20 123 4567",
    "0114 123456": "+31 114 123 456",
    "088 000 12 34": "+31 88 000 1234",
    "085 123 45 67": "+31 85 123 4567",
    "0970 12345678": "+31 970 123 45678",
    "0800-2000": "+31 800 2000",
    "14 020": "+31 14020",
    "14 0114": "+31 140114",
    "0049 30 901820": "+49 30 901820",
    "+32 470 12 34 56": "+32 470 12 34 56",
    "+33612345678": "+33 6 12 34 56 78",
    "+212 612 345678": "+212 6 12 34 56 78",
    "+1 212 555 2368": "+1 212-555-2368",
    "+800 1234 5678": "+800 1234 5678",
}
REFUSED = [
    "0900 8844", "0900-1234567", "0906 1234", "+31 900 8844", "112", "113", "144", "1234",
    "116 111", "18008", "123", "geen", "0000000000", "06 1234", "06 12 34 56 78 9",
    "066 12345678", "+999 123456", "06 12345678 (dochter)", "06 12345678 / 06 87654321",
    "111222333", "111 222 333", "111.22.23.33",
]  # fmt: skip


def refusal(field: forms.Field, typed: str) -> list[str]:
    with pytest.raises(forms.ValidationError) as problem:
        field.clean(typed)
    return problem.value.messages


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_of_a_mobile_number_is_stored_in_one_format(typed):
    assert standard(typed) == PhoneField().clean(typed) == MOBILE


@pytest.mark.parametrize(("typed", "kept"), OTHERS.items())
def test_landline_14_and_foreign_numbers_are_stored_in_one_format(typed, kept):
    assert standard(typed) == PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", REFUSED)
def test_paid_short_and_invalid_numbers_and_a_bsn_are_refused(typed):
    assert not can_be_called(typed)
    assert refusal(PhoneField(), typed) == [CANNOT_CALL]


@pytest.mark.parametrize("typed", ["", "   "])
def test_empty_text_is_not_a_number(typed):
    with pytest.raises(NotANumber):
        standard(typed)


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_optional_field_cleans_empty_input_to_empty_text(typed):
    assert PhoneField(required=False).clean(typed) == ""


def test_required_field_left_empty_gives_the_required_message_of_the_form():
    field = PhoneField(error_messages={"required": "Vul het nummer in."})

    assert refusal(field, " ") == ["Vul het nummer in."]


def test_invalid_number_gives_the_invalid_message_of_the_form():
    field = PhoneField(error_messages={"invalid": "Kijk het na."})

    assert refusal(field, "112") == ["Kijk het na."]


def test_max_length_applies_to_the_typed_text():
    field = PhoneField(max_length=15, error_messages={"max_length": "Te lang."})

    assert field.clean("06 12 34 56 78") == MOBILE
    assert refusal(field, "06 - 12 34 56 78") == ["Te lang."]


@pytest.mark.parametrize("typed", ["06-12345678", "+32 470 12 34 56"])
def test_mobile_only_field_accepts_a_mobile_number(typed):
    assert PhoneField(mobile_only=True).clean(typed) == standard(typed)


@pytest.mark.parametrize("typed", ["020-123 45 67", "0800-2000", "14 020", "0049 30 901820"])
def test_mobile_only_field_refuses_a_number_without_text_messages(typed):
    assert not takes_text(typed)
    assert refusal(PhoneField(mobile_only=True), typed) == [CANNOT_CALL]


def test_has_changed_ignores_the_spelling_of_a_number():
    assert not PhoneField().has_changed(MOBILE, "06-12345678")
    assert PhoneField().has_changed(MOBILE, "06-12345679")


def test_plain_phone_field_removes_invisible_characters():
    assert PlainPhoneField().clean("06\u200e12345678") == MOBILE
    assert refusal(PhoneField(), "06\u200e12345678") == [CANNOT_CALL]


def test_plain_phone_field_never_parses_a_bsn_as_a_number():
    assert refusal(PlainPhoneField(), "bsn 111222333") == [CANNOT_CALL]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [(MOBILE, "06 12345678"), ("+31 20 123 4567", "020 123 4567"), ("+49 30 901820",) * 2],
)
def test_dialled_gives_the_national_format_and_keeps_foreign_numbers(kept, shown):
    assert dialled(kept) == shown
