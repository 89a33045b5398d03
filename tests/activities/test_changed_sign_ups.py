"""A party of another size, another name or number, and a lost ticket."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import actions
from activities.models import Chair, Meetup, SignUp
from outbox.models import Message
from tests.factories.activities import a_meetup, a_place, a_sign_up, at, begun

pytestmark = pytest.mark.django_db
Status = SignUp.Status


def chairs(sign_up: SignUp) -> list[int]:
    return list(Chair.objects.filter(sign_up=sign_up).values_list("number", flat=True))


def send(client, sign_up: SignUp, party: int):
    url = reverse("activities:change_own_party", args=[sign_up.token])
    return client.post(url, {"party": party}, follow=True)


def test_a_smaller_party_keeps_its_chairs_and_gives_the_rest_to_the_line(client):
    meetup = a_meetup(capacity=3)
    three, waiting = a_sign_up(meetup, party=3), a_sign_up(meetup)

    answer = send(client, three, 2)

    three.refresh_from_db()
    waiting.refresh_from_db()
    assert (three.status, three.party, chairs(three)) == (Status.CONFIRMED, 2, [1, 2])
    assert (waiting.status, chairs(waiting)) == (Status.OFFERED, [3])
    assert "U komt samen met 1 ander." in answer.text


def test_a_larger_party_gets_chairs_beside_its_own(client):
    meetup = a_meetup(capacity=4)
    one, other = a_sign_up(meetup), a_sign_up(meetup)

    send(client, one, 3)

    one.refresh_from_db()
    assert (one.party, chairs(one), chairs(other)) == (3, [1, 3, 4], [2])


@pytest.mark.parametrize("line", [False, True])
def test_without_room_for_more_everything_stays_and_the_page_says_so(client, line):
    meetup = a_meetup(capacity=3)
    pair = a_sign_up(meetup, party=2)
    if line:
        a_sign_up(meetup, party=2)

    answer = send(client, pair, 3) if line else send(client, a_sign_up(meetup), 3)

    assert answer.status_code == 422
    assert "Uw eigen plek blijft." in answer.text
    pair.refresh_from_db()
    assert (pair.party, chairs(pair)) == (2, [1, 2])


def test_a_smaller_party_on_the_waiting_list_keeps_its_place_and_may_fit(client):
    meetup = a_meetup(capacity=3)
    a_sign_up(meetup, party=2)
    waits = a_sign_up(meetup, party=2)
    since = waits.waits_since

    send(client, waits, 1)

    waits.refresh_from_db()
    assert (waits.status, waits.waits_since, chairs(waits)) == (Status.OFFERED, since, [3])


@pytest.mark.parametrize("party", ["0", "4", "x", ""])
def test_an_impossible_party_is_refused_in_words(client, party):
    one = a_sign_up(a_meetup())

    answer = send(client, one, party)

    assert answer.status_code == 422
    assert "U kunt met 1, 2 of 3 mensen tegelijk komen." in answer.text
    one.refresh_from_db()
    assert one.party == 1


def test_a_colleague_changes_name_number_and_party_and_the_guest_hears_it(signed_in, coordinator):
    meetup = a_meetup(capacity=3, starts_at=at(9))
    guest = a_sign_up(meetup, name="Henie", phone="06 12345678")
    url = reverse("activities:change_sign_up", args=[guest.pk])

    answer = signed_in(coordinator).post(
        url, {"name": "Hennie", "phone": "06 87654321", "party": 2}, follow=True
    )

    guest.refresh_from_db()
    assert "De aanmelding van Hennie is veranderd." in answer.text
    assert (guest.name, guest.phone, guest.party) == ("Hennie", "+31 6 87654321", 2)
    assert guest.person == "+31 6 87654321 hennie"
    assert chairs(guest) == [1, 2]
    unsent = Message.objects.filter(about__sign_up=guest.pk, status=Message.Status.QUEUED)
    assert {message.to for message in unsent} == {"+31 6 87654321"}
    assert {message.kind for message in unsent} == {"sign_up_confirmed", "sign_up_reminder"}


def test_a_guest_who_left_is_not_changed(signed_in, coordinator):
    guest = a_sign_up(a_meetup(), name="Henie")
    actions.cancel_sign_up(guest, by=coordinator)
    url = reverse("activities:change_sign_up", args=[guest.pk])

    answer = signed_in(coordinator).post(
        url, {"name": "Hennie", "phone": "06 87654321", "party": 1}
    )

    assert answer.status_code == 409
    assert "Deze gast staat niet meer op de lijst." in answer.text
    guest.refresh_from_db()
    assert guest.name == "Henie"


def test_a_guest_is_not_renamed_to_somebody_on_the_list(signed_in, coordinator):
    meetup = a_meetup()
    a_sign_up(meetup, name="O'Brien", phone="06 12345678")
    guest = a_sign_up(meetup, name="Bram", phone="06 12345678")
    url = reverse("activities:change_sign_up", args=[guest.pk])

    answer = signed_in(coordinator).post(
        url, {"name": "O’Brien", "phone": "06 12345678", "party": 1}
    )

    assert answer.status_code == 422
    assert "Met deze naam en dit nummer staat al iemand op de lijst." in answer.text
    guest.refresh_from_db()
    assert guest.name == "Bram"


def test_a_lost_ticket_goes_to_the_number_on_the_list_once_an_hour(client):
    meetup = a_meetup()
    guest = a_sign_up(meetup, phone="06 12345678")
    Message.objects.all().delete()
    url = reverse("activities:send_tickets_again", args=[meetup.pk])

    for _ in range(2):
        client.post(url, {"phone": "0612345678"})

    message = Message.objects.get()
    assert (message.to, message.kind) == ("+31 6 12345678", "sign_up_confirmed")
    assert message.about["sign_up"] == guest.pk


def test_whoever_asks_for_a_ticket_does_not_learn_who_is_on_the_list(client):
    meetup = a_meetup()
    a_sign_up(meetup, phone="06 12345678")
    url = reverse("activities:send_tickets_again", args=[meetup.pk])

    known = client.post(url, {"phone": "06 12345678"}, follow=True)
    unknown = client.post(url, {"phone": "06 87654321"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert "Uw kaartje komt eraan" in known.text


def test_a_ticket_of_what_has_begun_is_not_sent(client):
    meetup = a_meetup()
    a_sign_up(meetup, phone="06 12345678")
    begun(meetup)
    Message.objects.all().delete()

    client.post(
        reverse("activities:send_tickets_again", args=[meetup.pk]), {"phone": "06 12345678"}
    )

    assert not Message.objects.exists()


def test_a_meetup_stays_on_the_agenda_until_its_end_and_in_feeds_for_weeks(client):
    now = timezone.now()
    running, over, long_ago = (a_meetup(title=t) for t in ("Bezig", "Voorbij", "Lang geleden"))
    for meetup, began in ((running, 10), (over, 60 * 48), (long_ago, 60 * 24 * 40)):
        starts_at = now - timedelta(minutes=began)
        Meetup.objects.filter(pk=meetup.pk).update(
            starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
        )

    agenda = client.get(reverse("activities:agenda")).text
    feed = client.get(reverse("activities:feed")).text

    assert "Bezig" in agenda
    assert "Al begonnen of geweest" in agenda
    assert "Voorbij" not in agenda
    assert "Bezig" in feed
    assert "Voorbij" in feed
    assert "Lang geleden" not in feed


def test_a_meetup_past_midnight_ends_the_next_day(signed_in, coordinator, client):
    place = a_place()
    form = {
        "key": "7a0b2a6e-53bd-4d16-8b0c-3a6b1a2f9d11", "title": "Oud en nieuw", "tile": "koffie",
        "about": "Samen.", "place": place.pk, "capacity": 5, "cost": "Gratis", "kept": 0,
        "host_name": "Wim", "element": "ontmoeten", "day": "31-12-2026", "begins": "21:00",
        "ends": "00:30",
    }  # fmt: skip

    signed_in(coordinator).post(reverse("activities:plan_meetup"), form)

    meetup = Meetup.objects.get()
    assert meetup.ends_at - meetup.starts_at == timedelta(hours=3, minutes=30)
    page = client.get(reverse("activities:meetup", args=[meetup.pk])).text
    assert "21 tot 0.30 uur (vrijdag 1 januari 2027)" in page


@pytest.mark.parametrize("ends", ["20:00", "21:00", "07:00"])
def test_a_meetup_that_would_last_past_the_morning_is_refused(signed_in, coordinator, ends):
    form = {"day": "31-12-2026", "begins": "21:00", "ends": ends, "place": a_place().pk}

    answer = signed_in(coordinator).post(reverse("activities:plan_meetup"), form)

    assert "Na middernacht mag ook, tot uiterlijk zes uur." in answer.text
