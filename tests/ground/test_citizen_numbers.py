"""Removal of citizen service numbers (BSN) and invisible characters from typed text."""

from datetime import datetime, timedelta

import phonenumbers
import pytest
from django.core.exceptions import ValidationError
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from ground.citizen_numbers import LEFT_OUT, remove_bsn
from ground.plain_text import OneLineField, PlainField, plain


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


@pytest.mark.parametrize(
    "text",
    [
        "7-12-2026 14:00 uur", "2026-12-07 om 9.30 uur", "7/12/2026, 14.15", "1-2-46 10:05 kamer 3",
        "06-12345678 (2e contact)", "0612345678, 3 keer", "06 1234 5678 2x", "0318-123456 (1e)",
        "06-99999990 2e",
        "+48 860 076 933", "0048 860 076 933", "+90 532 123 45 67 zus", "+380 50 104 0079",
        "+32 470 12 34 56 (2)", "+212 650-123456 na 18:00",
    ],
)  # fmt: skip
def test_numbers_with_words_or_figures_around_them_stay(text):
    assert remove_bsn(text) == text


WAYS_TO_WRITE_A_MOMENT = [
    "{0.day}-{0.month}-{0.year} {0.hour}:{0.minute:02} uur",
    "{0.day:02}-{0.month:02}-{0.year} om {0.hour}.{0.minute:02}",
    "{0.day}/{0.month}/{0.year}, {0.hour:02}.{0.minute:02} uur",
    "{0:%Y-%m-%d %H:%M}",
]


@pytest.mark.parametrize("way", WAYS_TO_WRITE_A_MOMENT)
def test_no_quarter_of_an_hour_of_four_months_is_taken_for_a_bsn(way):
    first = datetime(2026, 10, 1)
    moments = (first + timedelta(minutes=15 * step) for step in range(4 * 24 * 120))

    assert [text for at in moments if remove_bsn(text := way.format(at)) != text] == []


COUNTRIES = ["NL", "PL", "TR", "MA", "UA", "ER", "SR", "DE", "BE", "SY", "RO", "BG"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_mobile_number_of_this_country_is_taken_for_a_bsn(country):
    example = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    first = example.national_number // 1000 * 1000
    numbers = [
        phonenumbers.PhoneNumber(example.country_code, first + last) for last in range(0, 1000, 7)
    ]
    written = [
        f"{phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)} (2e)"
        for number in numbers
        if phonenumbers.is_valid_number(number)
    ]

    assert written
    assert [text for text in written if remove_bsn(text) != text] == []


@pytest.mark.parametrize(
    "text",
    [
        "om 14:00 bsn 123456782", "geb 12-03-1946 bsn 1234 56 782", "06-12345678 bsn 123456782",
        "12.34.56.782", "12:34:56:782", "1 2 3 4 5 6 7 8 2", "tel 012345672 2e", "061234503 2e",
    ],
)  # fmt: skip
def test_bsn_beside_or_disguised_as_a_moment_or_telephone_is_removed(text):
    assert LEFT_OUT in remove_bsn(text)


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


@pytest.mark.parametrize("field", [PlainField(max_length=60), OneLineField(max_length=60)])
@pytest.mark.parametrize("blanks", [" " * 200, "\n" * 200])
def test_number_among_blanks_beyond_the_length_is_removed_too(field, blanks):
    assert "123456782" not in field.clean(f"bsn 123456782{blanks}")
