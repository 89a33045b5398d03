"""Sentences made of parts end once."""

import pytest

from ground.plain_text import capital, ended_once, full_stop, sentence, title_within


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


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("koffie", "Koffie"), ("ijsclub", "IJsclub"), ("'s avonds eten", "'s Avonds eten"),
        ("’t ijs op", "’t IJs op"), ("3 euro", "3 euro"), ("élan", "Élan"), ("", ""), ("Al", "Al"),
        ("‘komt u?’", "‘Komt u?’"),
    ],
)  # fmt: skip
def test_a_sentence_begins_with_a_dutch_capital(text, begun):
    assert capital(text) == begun


def test_a_part_becomes_a_whole_sentence():
    assert sentence("bus 4, halte Merelstraat") == "Bus 4, halte Merelstraat."


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("Koffietafel", "Koffietafel"), ("test kookclub.", "Test kookclub"),
        ("Komt u?", "‘Komt u?’"), ("Kom ook!", "‘Kom ook!’"), ("Thee e.d.", "Thee e.d."),
        ("", ""), (".", ""),
    ],
)  # fmt: skip
def test_a_title_becomes_a_part_of_a_sentence(title, within):
    assert title_within(title) == within
