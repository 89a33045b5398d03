"""What warns in a free text, with which kind and in which words, and what does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ground.citizen_numbers import remove_bsn
from ground.plain_text import PlainField
from ground.text_warnings import A_PERSON, FROM_OUTSIDE, PUBLIC_TEXT, Kind, find
from tests.ground.tried_sentences import MUST_NOT_WARN_EITHER, MUST_WARN_TOO
from tests.ground.warning_sentences import MUST_NOT_WARN, MUST_WARN

MEGABYTE = 1_000_000
# Texts that are hard for a regular expression: much that begins like a phrase, a name or a number.
HARD = {
    "one word": "a",
    "spaces": " ",
    "line ends": "\n",
    "digits": "1",
    "telephone": "06 1 ",
    "separators": "0-1.",
    "at signs": "a@",
    "account": "NL20 ABCD 1",
    "relationships": "dochter ",
    "names": "Dochter, De Van ",
    "danger": "wil er een ",
    "prison": "hij zit zo ",
    "church": "is erg naar de ",
    "origin": "turkse x ",
    "key": "code kluis ",
    "dates": "01-02-2026 ",
    "accents": "é",
}


def told(text: str, guard=A_PERSON) -> str:
    return " ".join(str(one.in_one) for one in guard.advice(text))


def test_the_table_has_a_hundred_of_each():
    assert len({text for text, _ in MUST_WARN}) >= 100
    assert len(set(MUST_NOT_WARN)) >= 100


@pytest.mark.parametrize(("text", "kinds"), [*MUST_WARN, *MUST_WARN_TOO])
def test_what_should_not_stand_in_a_text_warns_with_its_own_kind(text, kinds):
    assert {one.kind for one in find(text)} == kinds


@pytest.mark.parametrize("text", [*MUST_NOT_WARN, *MUST_NOT_WARN_EITHER])
def test_an_ordinary_sentence_does_not_warn(text):
    assert find(text) == []


@pytest.mark.parametrize(
    "text", [text.upper() for text, kinds in MUST_WARN if kinds != {Kind.PERSON}]
)
def test_capitals_make_no_difference(text):
    assert find(text)


def test_danger_to_life_comes_first_and_names_whom_to_call_now():
    advice = A_PERSON.advice("Heeft schulden, drinkt te veel en wil dood.")

    assert "0800\u00a00113" in advice[0].instead
    assert 'href="tel:113"' in advice[0].instead
    assert "weg" not in advice[0].instead


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Haar man slaat haar.", "0800\u00a02000"),
        ("moslima", "geloof, afkomst of geaardheid"),
        ("heeft schulden", "schulden of geldzorgen"),
        ("zit in de gevangenis", "politie of straf"),
        ("is dement", "vergat de afspraak"),
        ("drinkt te veel", "lege flessen"),
        ("bsn 111222333", "burgerservicenummer"),
        ("haar dochter, Anna de Vries, belt", "Schrijf alleen ‘dochter’"),
        ("haar dochter, Anna de Vries, belt", "‘Anna de Vries’"),
    ],
)
def test_the_warning_says_what_was_found_and_what_to_write_instead(text, sentence):
    assert sentence in told(text)


@pytest.mark.parametrize("text", ["moslima", "heeft schulden", "zit in de gevangenis"])
def test_illness_is_named_only_for_illness(text):
    assert "ziekte" not in told(text)


def test_a_stranger_is_addressed_politely_and_told_no_word_of_the_text():
    for text, kinds in MUST_WARN:
        sentence = told(text, FROM_OUTSIDE)

        assert sentence
        assert " je " not in sentence.lower()
        assert Kind.DANGER not in kinds or "113" in sentence


def test_a_public_text_may_be_about_health_but_holds_no_names_or_numbers():
    assert PUBLIC_TEXT.advice("Alzheimercafé voor iedereen die met dementie te maken heeft.") == []
    assert "Iedereen leest dit" in told("Bel Truus: 06 12345678", PUBLIC_TEXT)


@given(st.text())
def test_any_text_is_accepted(text):
    find(text)


def seconds(text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


def repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
def test_the_time_grows_no_faster_than_the_text(piece):
    short = min(seconds(repeated(piece, MEGABYTE // 50)) for _ in range(2))

    assert seconds(repeated(piece, MEGABYTE // 5)) < 40 * short + 0.2


def test_a_megabyte_takes_a_few_seconds():
    sentences = " ".join([text for text, _ in MUST_WARN] + MUST_NOT_WARN + list(HARD.values()))

    assert seconds(repeated(f"{sentences} ", MEGABYTE)) < 10


def test_a_regular_expression_that_backtracks_would_be_noticed():
    """The control of the test above: a phrase without a bound on its repetition."""
    import re

    careless = re.compile(r"(?:\w+ )*meer zitten")

    def seconds(size: int) -> float:
        text = ("wil er een " * size)[:size]
        start = time.process_time()
        careless.search(text)
        return time.process_time() - start

    assert seconds(6000) > 20 * seconds(600)


@pytest.mark.parametrize("piece", ["01-02-2026 ", "06 1 ", "1 2 3 4 5 6 7 8 9 "])
def test_a_text_far_too_long_for_its_field_is_refused_at_once(piece):
    field = PlainField(max_length=1000)
    text = (piece * MEGABYTE)[:MEGABYTE]

    start = time.process_time()
    with pytest.raises(Exception, match="1000"):
        field.clean(text)

    assert time.process_time() - start < 3


def test_a_text_of_twice_the_length_is_too_long_without_its_numbers_too():
    number = "   ".join("111222333")

    assert len(remove_bsn(number)) * 2 > len(number)
