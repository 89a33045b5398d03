"""The public sign-up form answers somebody on the list as it answers a newcomer."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Chair, Meetup, SignUp, SignUpReceipt
from audit.models import Event
from outbox.models import Message
from tests.factories.activities import a_meetup, a_receipt, a_sign_up, begun
from tests.house.one_answer import page_text

pytestmark = pytest.mark.django_db
KNOWN = {"name": "Hennie van Dijk", "phone": "06 12345678"}
NEW = {"name": "Hennie van Dijk", "phone": "06 87654321"}


def filled(**fields) -> dict:
    return {"key": f"{uuid.uuid4()}", "party": "1"} | fields


def sent(client, meetup: Meetup, **fields):
    return client.post(
        reverse("activities:sign_up", args=[meetup.pk]), filled(**fields), follow=True
    )


@pytest.mark.parametrize("capacity", [4, 1], ids=["free", "full"])
@pytest.mark.parametrize("spelled", ["Hennie van Dijk", "hennie VAN dijk"])
def test_name_and_number_on_the_list_get_the_page_of_a_newcomer(client, capacity, spelled):
    meetup = a_meetup(capacity=capacity)
    a_sign_up(meetup, **KNOWN)

    known = sent(client, meetup, **(KNOWN | {"name": spelled, "party": "2"}))
    new = sent(client, meetup, **(NEW | {"name": spelled, "party": "2"}))

    assert known.redirect_chain[0][1] == new.redirect_chain[0][1] == 302
    assert page_text(known) == page_text(new)


def test_what_was_known_is_not_on_the_page(client):
    meetup = a_meetup()
    there = a_sign_up(meetup, party=3, fetch=True, **KNOWN)

    page = sent(client, meetup, **KNOWN)

    text = page.content.decode()
    assert there.token not in text + str(page.redirect_chain)
    assert "U komt samen met" not in text
    assert "Iemand haalt u op" not in text


def test_form_of_somebody_on_the_list_changes_nothing_and_sends_the_ticket_once_an_hour(client):
    meetup = a_meetup()
    there = a_sign_up(meetup, **KNOWN)
    before = SignUp.objects.values().get(pk=there.pk)
    messages = Message.objects.count()

    for _ in range(3):
        sent(client, meetup, **(KNOWN | {"party": "3"}))

    assert SignUp.objects.values().get() == before
    assert Chair.objects.count() == 1
    assert Message.objects.count() == messages + 1
    last = Message.objects.latest("pk")
    assert (last.kind, last.to) == ("sign_up_confirmed", there.phone)
    assert last.about["sign_up"] == there.pk
    assert set(SignUpReceipt.objects.values_list("sign_up", flat=True)) == {there.pk}


def test_newcomer_is_welcomed_with_a_reminder_and_recorded_once(client):
    meetup = a_meetup()

    sent(client, meetup, **NEW)

    guest = SignUp.objects.get()
    kinds = Message.objects.filter(about__sign_up=guest.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["sign_up_confirmed", "sign_up_reminder"]
    assert Event.objects.filter(verb="activities.sign_up", subject_id=guest.pk).count() == 1


def test_newcomer_on_a_full_list_waits_and_hears_so(client):
    meetup = a_meetup(capacity=1)
    a_sign_up(meetup, **KNOWN)

    page = sent(client, meetup, **NEW)

    assert "U staat op de wachtlijst." in page.content.decode()
    guest = SignUp.objects.latest("pk")
    assert guest.status == "waiting"
    assert Message.objects.filter(about__sign_up=guest.pk).get().kind == "sign_up_waiting"


def test_both_ways_run_the_same_statements(client):
    meetup = a_meetup(capacity=9)
    a_sign_up(meetup, **KNOWN)
    sent(client, meetup, **KNOWN)

    def statements(**fields) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.post(reverse("activities:sign_up", args=[meetup.pk]), filled(**fields))
        return [
            re.sub(r"(ROLLBACK TO|RELEASE).*", "END", q["sql"].split('"')[0][:60]) for q in captured
        ]

    known, new = statements(**KNOWN), statements(**NEW)

    assert len([one for one in known if one != "END"]) == len([one for one in new if one != "END"])


def test_same_form_sent_twice_gives_one_sign_up_and_one_receipt(client):
    meetup, form = a_meetup(), filled(**NEW)
    address = reverse("activities:sign_up", args=[meetup.pk])

    first, second = (client.post(address, form) for _ in range(2))

    assert first.url == second.url
    assert SignUp.objects.count() == SignUpReceipt.objects.count() == 1


def test_form_sent_again_after_cancelling_signs_up_anew(client):
    meetup, form = a_meetup(), filled(**NEW)
    address = reverse("activities:sign_up", args=[meetup.pk])
    client.post(address, form)
    first = SignUp.objects.get()
    client.post(reverse("activities:cancel_own", args=[first.token]))

    again = client.post(address, form, follow=True)

    assert "U bent aangemeld" in again.content.decode()
    assert SignUp.objects.active().count() == 1
    assert SignUpReceipt.objects.get().sign_up == SignUp.objects.active().get()


def test_receipt_offers_no_change_and_sends_the_ticket_to_the_number(client):
    meetup = a_meetup()
    receipt = a_receipt(meetup, **NEW)
    page = client.get(reverse("activities:receipt", args=[receipt.token])).content.decode()
    before = Message.objects.count()

    answer = client.post(reverse("activities:send_own_ticket", args=[receipt.token]), follow=True)

    assert receipt.sign_up.token not in page
    assert "afmelden/" not in page
    assert "Uw kaartje komt eraan" in answer.content.decode()
    assert Message.objects.count() == before + 1
    assert Message.objects.latest("pk").to == receipt.sign_up.phone
    receipt.sign_up.refresh_from_db()
    assert receipt.sign_up.status == "confirmed"


def test_ticket_does_not_open_with_a_receipt_nor_a_receipt_with_a_ticket(client):
    receipt = a_receipt()

    for name, token in (("ticket", receipt.token), ("receipt", receipt.sign_up.token)):
        assert client.get(reverse(f"activities:{name}", args=[token])).status_code == 404
    for name in ("cancel_own", "accept_own", "wait_again"):
        url = reverse(f"activities:{name}", args=[receipt.token])
        assert client.post(url).status_code == 404


def test_receipt_after_the_guest_cancelled_by_message_shows_what_it_showed(client):
    receipt = a_receipt()
    url = reverse("activities:receipt", args=[receipt.token])
    before = client.get(url).content
    client.post(reverse("activities:cancel_own", args=[receipt.sign_up.token]))

    assert page_text(client.get(url)) == page_text(before)


def test_receipt_of_a_landline_says_that_we_call(client):
    receipt = a_receipt(phone="088 000 30 01")

    said = client.get(reverse("activities:receipt", args=[receipt.token])).content.decode()

    assert "Wij bellen u ook nog" in said


def test_no_receipt_for_a_begun_meetup(client):
    meetup = begun(a_meetup())

    sent(client, meetup, **NEW)

    assert not SignUpReceipt.objects.exists()
