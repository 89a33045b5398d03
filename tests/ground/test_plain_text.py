"""Sentences made of parts end once."""

import pytest

from ground.plain_text import ended_once, full_stop


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("links", "links."), ("links.", "links."), ("links ", "links."), ("p.p.", "p.p."),
        ("kom!", "kom!"), ("Echt?", "Echt?"), ("en dan…", "en dan…"), ("", ""),
    ],
)  # fmt: skip
def test_a_text_becomes_a_sentence_with_one_full_stop(text, sentence):
    assert full_stop(text) == sentence


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("U bent aangemeld voor Test kookclub..", "U bent aangemeld voor Test kookclub."),
        ("Het kost 1 euro p.p..", "Het kost 1 euro p.p."),
        ("Morgen is er Kom ook!.\nTot dan.", "Morgen is er Kom ook!\nTot dan."),
        ("en dan...", "en dan..."), ("3.50 euro.", "3.50 euro."), ("../x", "../x"),
    ],
)  # fmt: skip
def test_parts_that_end_twice_end_once(text, once):
    assert ended_once(text) == once
