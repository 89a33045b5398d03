"""The next time of a meetup: shown to the host, who puts a guest on its list with one tap."""

import pytest
from django.urls import reverse

from activities import actions
from activities.models import SignUp
from outbox.models import Message
from tests.factories.activities import a_meetup, a_place, a_series, a_sign_up, at, begun

pytestmark = pytest.mark.django_db
HENNIE = {"name": "Hennie van Dijk", "phone": "06 12345678"}


def again(guest: SignUp) -> str:
    return reverse("activities:come_again", args=[guest.pk])


@pytest.fixture
def tables(host):
    """A table that has begun and the same one next week, with one guest at the first."""
    place = a_place()
    now = a_meetup(host=host, place=place, starts_at=at(1))
    later = a_meetup(host=host, place=place, starts_at=at(8), capacity=2)
    guest = a_sign_up(now, party=2, **HENNIE)
    actions.mark_attended(guest, by=begun(now).host)
    return now, later, guest


def test_guest_is_on_the_list_of_the_next_time_with_one_tap_and_hears_it(signed_in, host, tables):
    now, later, guest = tables
    client = signed_in(host)

    before = client.get(now.get_absolute_url()).text
    for _ in range(2):
        answer = client.post(again(guest), headers={"HX-Request": "true"})

    made = later.sign_ups.get()
    assert again(guest) in before
    assert later.get_absolute_url() in before
    assert "ook de volgende keer" in answer.text
    assert (made.name, made.phone, made.party) == (guest.name, guest.phone, 2)
    assert (made.status, made.get_via_display()) == ("confirmed", "bij de vorige keer")
    assert Message.objects.filter(kind="sign_up_confirmed", about__sign_up=made.pk).count() == 1


def test_guest_waits_when_the_next_time_is_full(signed_in, host, tables):
    _now, later, guest = tables
    a_sign_up(later, party=2)

    answer = signed_in(host).post(again(guest), follow=True)

    assert later.sign_ups.get(phone=guest.phone).status == "waiting"
    assert "Hennie staat op de wachtlijst van de volgende keer." in answer.text


def test_guest_with_a_landline_is_not_called_about_what_they_just_said(signed_in, host, tables):
    now, later, _guest = tables
    SignUp.objects.update(phone="+31 88 000 12 34")
    guest = now.sign_ups.get()
    signed_in(host).post(again(guest))

    made = later.sign_ups.get()
    assert not Message.objects.filter(kind="sign_up_confirmed", about__sign_up=made.pk).exists()


def test_guest_who_cancelled_the_next_time_can_change_their_mind(signed_in, host, tables):
    _now, later, guest = tables
    client = signed_in(host)
    client.post(again(guest))
    client.post(reverse("activities:cancel_sign_up", args=[later.sign_ups.get().pk]))

    client.post(again(guest))

    assert sorted(later.sign_ups.values_list("status", flat=True)) == ["cancelled", "confirmed"]


def test_next_time_of_a_series_skips_what_was_called_off(host):
    series = a_series(host=host)
    first, second, third = series.meetups.order_by("starts_at")[:3]
    type(second).objects.filter(pk=second.pk).update(cancelled_at=second.starts_at)

    assert first.next_time() == third


def test_without_a_next_time_there_is_no_button_and_a_sentence(signed_in, host):
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup)
    actions.mark_attended(guest, by=begun(meetup).host)
    a_meetup(host=host, title="Iets anders", place=meetup.place, starts_at=at(9))
    client = signed_in(host)

    assert again(guest) not in client.get(meetup.get_absolute_url()).text
    answer = client.post(again(guest))
    assert (answer.status_code, "nog geen volgende keer" in answer.text) == (409, True)


def test_host_puts_nobody_on_the_list_of_another_host(signed_in, host, tables):
    now, later, guest = tables
    type(later).objects.filter(pk=later.pk).update(host=None)
    client = signed_in(host)

    assert later.get_absolute_url() not in client.get(now.get_absolute_url()).text
    assert client.post(again(guest)).status_code == 409
    assert not later.sign_ups.exists()
    assert client.post(again(a_sign_up())).status_code == 404


@pytest.mark.parametrize(
    ("who", "has_bar"),
    [("host", False), ("privacy_officer", True), ("caretaker", True), ("partner_worker", True)],
)
def test_bar_of_a_telephone_is_there_when_it_leads_somewhere_else(signed_in, request, who, has_bar):
    page = signed_in(request.getfixturevalue(who)).get(reverse("account")).text

    assert ('class="tabbar"' in page) is has_bar
