"""Warnings about numbers, illness, opinions, other people and length; they never block."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ground.citizen_numbers import LEFT_OUT, is_bsn, remove_bsn
from signals.models import Sign, Signal
from signals.text_warnings import nudges
from tests import factories

# Invented to pass the eleven test; belongs to nobody.
BSN = "111222333"


def sentences(*texts: str) -> str:
    return " ".join(f"{n.sentence} {n.instead}" for n in nudges(*texts))


@pytest.mark.parametrize("text", [BSN, "111 222 333", "111.22.23.33", "bsn:111222333."])
def test_number_that_passes_the_eleven_test_is_removed(text):
    assert LEFT_OUT in remove_bsn(text)
    assert "burgerservicenummer" in sentences(text)


@pytest.mark.parametrize(
    "text", ["06-12345678", "06 12345678", "0612345678", "+31 6 12345678", "111222334", "€ 12,50"]
)
def test_telephone_number_and_other_numbers_stay(text):
    assert remove_bsn(text) == text


@pytest.mark.parametrize("text", ["is dement", "Mevrouw is depressief", "veel alcohol", "verward"])
def test_illness_and_opinion_get_another_wording(text):
    assert "ziekte of is een oordeel" in sentences(text)
    assert "chrijf wat" in sentences(text)


def test_name_of_another_person_is_replaced_by_the_relationship():
    assert "Schrijf alleen ‘dochter’" in sentences("Haar dochter Ellen belt soms.")
    assert nudges("Haar dochter belt soms.") == []


def test_long_text_gets_a_friendly_warning():
    assert "lange tekst" in sentences("Gordijnen dicht. " * 15)


def test_observation_gets_no_warning():
    assert nudges("Gordijnen sinds drie weken dicht.", "", "") == []


@given(st.text())
def test_any_text_is_accepted(text):
    nudges(text)

    assert not any(is_bsn(n) for n in [remove_bsn(text)] if n.isdecimal() and len(n) == 9)


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_number_that_passes_the_test_is_removed(first):
    digits = f"{first:08}"
    total = sum((9 - n) * int(digit) for n, digit in enumerate(digits))
    if total % 11 == 10 or not total:
        return
    number = f"{digits}{total % 11}"

    assert is_bsn(number)
    assert number not in remove_bsn(f"nummer {number} hier")


@pytest.mark.django_db
def test_signal_with_a_warning_is_logged_and_can_be_corrected(
    signed_in, caretaker, consultant, area
):
    home = factories.a_home(area)
    form = {
        "key": "7b0b1f5e-5a52-4c57-9f5b-3f0b5f3f0f11",
        "choice": f"{home.pk}:",
        "signs": [Sign.objects.first().pk],
        "urgency": "week",
        "tenant_knows": "no",
        "fact": f"Is dement, nummer {BSN}.",
    }
    client = signed_in(caretaker)

    answer = client.post(reverse("signals:log"), form)
    signal = Signal.objects.get()
    reword = reverse("signals:reword", args=[signal.pk])
    page = client.get(reword).content.decode()
    client.post(reword, {"fact": "Vergat de afspraak.", "own_words": "", "impression": ""})

    assert answer["Location"] == reword
    assert BSN not in signal.fact
    assert "‘dement’ gaat over ziekte" in page
    signal.refresh_from_db()
    assert signal.fact == "Vergat de afspraak."


@pytest.mark.django_db
def test_warnings_appear_while_typing(signed_in, caretaker):
    answer = signed_in(caretaker).post(reverse("signals:guard"), {"fact": "dement"})

    assert "gaat over ziekte" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ze zei: ik wil dood.", "0800-0113"),
        ("Denkt aan zelfmoord.", "0800-0113"),
        ("Haar man slaat haar.", "0800-2000"),
    ],
)
def test_words_of_danger_name_whom_to_call(text, number):
    assert any(number in nudge.instead for nudge in nudges(text))


@pytest.mark.parametrize(
    "text", ["Ik geloof dat ze koffie met suiker wil.", "Gaat archiveren.", "Houdt van nautisch."]
)
def test_ordinary_words_get_no_warning(text):
    assert nudges(text) == []
