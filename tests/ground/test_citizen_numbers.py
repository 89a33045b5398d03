"""Removal of citizen service numbers (BSN) and invisible characters from typed text."""

import pytest
from django.core.exceptions import ValidationError

from ground.citizen_numbers import LEFT_OUT, remove_bsn
from ground.plain_text import PlainField, plain


@pytest.mark.parametrize(
    "text",
    [
        "123456782", "1234.56.782", "1234 56 782", "kamer 101 1234.56.782", "in 14 1234 567 82",
        "nr. 1 1234 5678 2", "1234  56782", "1234\u00a056782", "1234/56782", "1234_56782",
        "1234\u201356782", "1234, 56782", "1234\n56782", "1234\u200b56782", "+123456782",
        "bsn:123456782.",
    ],
)  # fmt: skip
def test_bsn_is_removed_whatever_its_separators(text):
    kept = remove_bsn(text)

    assert LEFT_OUT in kept
    assert "56782" not in kept.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    ["06 12345678", "+31 6 12345672", "0031 6 12345672", "+31 (0)6 12345672", "088 000 12 34",
     "Merelstraat 14-2", "12-03-1946"],
)  # fmt: skip
def test_phone_numbers_house_numbers_and_dates_stay(text):
    assert remove_bsn(text) == text


@pytest.mark.parametrize("text", ["١٢٣٤٥٦٧٨٢", "١٢٣ ٤٥٦ ٧٨٢"])
def test_bsn_in_arabic_digits_is_removed(text):
    assert remove_bsn(text) == LEFT_OUT


@pytest.mark.parametrize("text", ["000000000", "123456783", "12345678", "1234567820"])
def test_zeros_a_wrong_check_digit_or_another_length_stay(text):
    assert remove_bsn(text) == text


def test_every_bsn_in_a_text_is_removed_and_the_rest_stays():
    assert remove_bsn("a 123456782 b 111222333 c") == f"a {LEFT_OUT} b {LEFT_OUT} c"


def test_plain_field_removes_a_bsn_before_it_checks_max_length():
    field = PlainField(max_length=30)

    assert field.clean("x 123456782") == f"x {LEFT_OUT}"
    with pytest.raises(ValidationError):
        field.clean("x" * 20 + " 123456782")


def test_plain_removes_invisible_characters_except_needed_joiners():
    assert plain("a\u202eb\u00adc\u200bd\uffffe\x00f\tg") == "abcdef g"
    assert plain("می\u200cخواهم") == "می\u200cخواهم"
