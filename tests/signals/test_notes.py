"""Notes on a signal, with whose words they are."""

import uuid

import pytest
from django.urls import reverse

from ground.refusals import Refused
from signals import actions
from signals.models import Signal, SignalNote
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(area, consultant) -> Signal:
    return factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)


def typed(**changes) -> dict:
    return {"key": str(uuid.uuid4()), "text": "Zoon belt terug.", "whose": "colleague"} | changes


def post(client, signal: Signal, **form):
    return client.post(reverse("signals:add_note", args=[signal.pk]), form, follow=True)


def test_a_note_of_ones_own_stands_on_the_signal_with_the_step_it_belongs_to(
    signed_in, consultant, signal
):
    page = post(signed_in(consultant), signal, **typed()).text

    assert "De notitie staat bij het signaal." in page
    assert "Zoon belt terug." in page
    assert "“Zoon belt terug.”" not in page
    assert SignalNote.objects.get().follow_up == signal.follow_ups.open().get()


@pytest.mark.parametrize(
    ("whose", "said_by", "words"),
    [
        ("tenant", "", "De huurder zei: “Zoon belt terug.”"),
        ("other", "dochter", "Dochter zei: “Zoon belt terug.”"),
    ],
)
def test_it_is_clear_whose_words_a_note_holds(signed_in, consultant, signal, whose, said_by, words):
    page = post(signed_in(consultant), signal, **typed(whose=whose, said_by=said_by)).text

    assert words in page


def test_words_of_somebody_else_need_that_somebody(signed_in, consultant, signal):
    answer = post(signed_in(consultant), signal, **typed(whose="other"))

    assert answer.status_code == 422
    assert "Zet erbij wie het zei" in answer.text
    assert "Zoon belt terug." in answer.text
    assert not SignalNote.objects.exists()


def test_a_form_sent_twice_is_one_note(signed_in, consultant, signal):
    form = typed()

    for _ in range(2):
        post(signed_in(consultant), signal, **form)

    assert SignalNote.objects.count() == 1


def test_a_signal_without_a_tenant_and_a_closed_one_have_notes_too(consultant, area):
    signal = factories.a_signal(None, home=factories.a_home(area), owner=consultant)
    actions.close(signal, reason="unfounded", tenant_view="", by=consultant)

    actions.add_note(signal, key=uuid.uuid4(), text="Buur belde.", whose="colleague", by=consultant)

    assert signal.notes.get().text == "Buur belde."


def test_notes_of_a_merged_signal_stay_readable(signed_in, consultant, area):
    home = factories.a_home(area)
    tenant = factories.a_tenant(home)
    kept, old = (factories.a_signal(tenant, owner=consultant) for _ in range(2))
    actions.add_note(
        old, key=uuid.uuid4(), text="Vroeg naar de kapper.", whose="tenant", by=consultant
    )

    actions.merge(old, into=kept, by=consultant)

    assert "Vroeg naar de kapper." in signed_in(consultant).get(kept.get_absolute_url()).text


def test_a_note_stands_in_the_history_of_the_file(signed_in, consultant, signal):
    actions.add_note(
        signal, key=uuid.uuid4(), text="Ik kom.", whose="other", said_by="zoon", by=consultant
    )

    page = signed_in(consultant).get(signal.tenant.get_absolute_url()).text

    assert "Notitie: zoon zei" in page
    assert "“Ik kom.”" in page


def test_a_bsn_is_left_out_of_a_note(consultant, signal):
    note = actions.add_note(
        signal, key=uuid.uuid4(), text="nummer 111222333", whose="colleague", by=consultant
    )

    assert "111222333" not in note.text


def test_another_area_writes_no_note(signed_in, other_consultant, signal):
    assert post(signed_in(other_consultant), signal, **typed()).status_code == 404


def test_words_of_nobody_are_refused(consultant, signal):
    with pytest.raises(Refused, match="wie het zei"):
        actions.add_note(signal, key=uuid.uuid4(), text="x", whose="other", by=consultant)
