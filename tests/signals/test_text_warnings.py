"""Warnings in the texts of a signal; nothing is lost, and sending the form again is enough."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ground.citizen_numbers import LEFT_OUT, is_bsn, remove_bsn
from ground.text_warnings import A_PERSON
from signals.models import Sign, Signal
from tests import factories

# Invented to pass the eleven test; belongs to nobody.
BSN = "111222333"


@pytest.mark.parametrize("text", [BSN, "111 222 333", "111.22.23.33", "bsn:111222333."])
def test_number_that_passes_the_eleven_test_is_removed(text):
    assert LEFT_OUT in remove_bsn(text)
    assert "burgerservicenummer" in A_PERSON.advice(text)[0].sentence


@pytest.mark.parametrize(
    "text", ["06-12345678", "06 12345678", "0612345678", "+31 6 12345678", "111222334", "€ 12,50"]
)
def test_telephone_number_and_other_numbers_stay(text):
    assert remove_bsn(text) == text


@given(st.text())
def test_any_text_is_accepted(text):
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


def a_log_form(area, fact: str) -> dict:
    return {
        "key": "7b0b1f5e-5a52-4c57-9f5b-3f0b5f3f0f11",
        "choice": f"{factories.a_home(area).pk}:",
        "signs": [Sign.objects.first().pk],
        "urgency": "week",
        "tenant_knows": "no",
        "fact": fact,
    }


@pytest.mark.django_db
def test_signal_with_a_warning_is_logged_and_can_be_corrected(
    signed_in, caretaker, consultant, area
):
    client = signed_in(caretaker)

    answer = client.post(reverse("signals:log"), a_log_form(area, f"Is dement, nummer {BSN}."))
    signal = Signal.objects.get()
    reword = reverse("signals:reword", args=[signal.pk])
    page = client.get(reword).content.decode()
    client.post(reword, {"fact": "Vergat de afspraak.", "own_words": "", "impression": ""})

    assert answer["Location"] == reword
    assert signal.fact == f"Is dement, nummer {LEFT_OUT}."
    assert "‘dement’ gaat over ziekte" in page
    assert "burgerservicenummer" in page
    signal.refresh_from_db()
    assert signal.fact == "Vergat de afspraak."


@pytest.mark.django_db
def test_corrected_text_that_still_has_it_is_saved_too(signed_in, caretaker, consultant, area):
    client = signed_in(caretaker)
    client.post(reverse("signals:log"), a_log_form(area, "Is dement."))
    signal = Signal.objects.get()

    client.post(
        reverse("signals:reword", args=[signal.pk]),
        {"fact": "Is dement, zegt de zoon.", "own_words": "", "impression": ""},
    )

    signal.refresh_from_db()
    assert signal.fact == "Is dement, zegt de zoon."


@pytest.mark.django_db
def test_danger_is_logged_at_once_and_says_whom_to_call_on_the_next_page(
    signed_in, caretaker, consultant, area
):
    client = signed_in(caretaker)

    page = client.post(
        reverse("signals:log"), a_log_form(area, "Ze zei dat ze dood wil."), follow=True
    )

    assert Signal.objects.get().fact == "Ze zei dat ze dood wil."
    assert 'href="tel:113"' in page.content.decode()


@pytest.mark.django_db
def test_danger_is_said_on_the_next_page_only_once(signed_in, caretaker, consultant, area):
    form = a_log_form(area, "Ze wil dood.") | {"own_words": "Ik wil dood.", "impression": ""}

    page = signed_in(caretaker).post(reverse("signals:log"), form, follow=True)

    assert page.content.decode().count("Denkt iemand aan zelfmoord?") == 1


@pytest.mark.django_db
def test_warnings_appear_while_typing(signed_in, caretaker):
    answer = signed_in(caretaker).post(reverse("signals:guard"), {"fact": "dement, eenzaam"})

    page = answer.content.decode()
    assert "gaat over ziekte" in page
    assert "‘eenzaam’ is een oordeel" in page


@pytest.mark.django_db
def test_a_signal_with_an_opinion_is_logged(signed_in, caretaker, consultant, area):
    signed_in(caretaker).post(reverse("signals:log"), a_log_form(area, "Ze is zo eenzaam."))

    assert Signal.objects.get().fact == "Ze is zo eenzaam."
