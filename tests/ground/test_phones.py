"""Which telephone numbers are taken, how they are written, and what a form says of the others."""

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
def test_every_spelling_of_a_mobile_number_is_kept_in_one_form(typed):
    assert standard(typed) == PhoneField().clean(typed) == MOBILE


@pytest.mark.parametrize(("typed", "kept"), OTHERS.items())
def test_landlines_14_numbers_and_foreign_numbers_are_kept_in_one_form(typed, kept):
    assert standard(typed) == PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", REFUSED)
def test_paid_short_and_impossible_numbers_and_a_bsn_are_refused(typed):
    assert not can_be_called(typed)
    assert refusal(PhoneField(), typed) == [CANNOT_CALL]


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_no_number(typed):
    with pytest.raises(NotANumber):
        standard(typed)


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_a_field_that_may_stay_empty_gives_empty_text(typed):
    assert PhoneField(required=False).clean(typed) == ""


def test_a_required_field_left_empty_says_its_own_sentence():
    field = PhoneField(error_messages={"required": "Vul het nummer in."})

    assert refusal(field, " ") == ["Vul het nummer in."]


def test_a_form_may_refuse_in_its_own_sentence():
    field = PhoneField(error_messages={"invalid": "Kijk het na."})

    assert refusal(field, "112") == ["Kijk het na."]


def test_the_limit_holds_for_what_was_typed():
    field = PhoneField(max_length=15, error_messages={"max_length": "Te lang."})

    assert field.clean("06 12 34 56 78") == MOBILE
    assert refusal(field, "06 - 12 34 56 78") == ["Te lang."]


@pytest.mark.parametrize("typed", ["06-12345678", "+32 470 12 34 56"])
def test_a_mobile_only_field_takes_a_mobile_number(typed):
    assert PhoneField(mobile_only=True).clean(typed) == standard(typed)


@pytest.mark.parametrize("typed", ["020-123 45 67", "0800-2000", "14 020", "0049 30 901820"])
def test_a_mobile_only_field_refuses_a_number_that_takes_no_text_message(typed):
    assert not takes_text(typed)
    assert refusal(PhoneField(mobile_only=True), typed) == [CANNOT_CALL]


def test_another_spelling_of_the_same_number_is_no_change():
    assert not PhoneField().has_changed(MOBILE, "06-12345678")
    assert PhoneField().has_changed(MOBILE, "06-12345679")


def test_a_plain_field_leaves_out_what_nobody_sees():
    assert PlainPhoneField().clean("06\u200e12345678") == MOBILE
    assert refusal(PhoneField(), "06\u200e12345678") == [CANNOT_CALL]


def test_a_plain_field_never_reads_a_bsn_as_a_number():
    assert refusal(PlainPhoneField(), "bsn 111222333") == [CANNOT_CALL]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [(MOBILE, "06 12345678"), ("+31 20 123 4567", "020 123 4567"), ("+49 30 901820",) * 2],
)
def test_a_number_is_shown_as_somebody_here_dials_it(kept, shown):
    assert dialled(kept) == shown
