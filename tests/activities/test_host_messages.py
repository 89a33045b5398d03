"""What a host tells the coordinator: who reads it, who hears of it, and that the host sees that it
was read."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from activities import actions
from activities.models import HostMessage
from activities.retention import old_host_messages
from audit.models import Event
from outbox.actions import render_text
from outbox.models import Message
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_host_message, a_meetup, a_sign_up

pytestmark = pytest.mark.django_db
WORDS = "Hennie was stil. Wil iemand haar bellen?"
CALLS = reverse("activities:calls")


def telling(meetup) -> str:
    return reverse("activities:tell_coordinator", args=[meetup.pk])


def test_host_tells_once_and_the_coordinators_get_a_mail_without_the_words(
    signed_in, host, coordinator, consultant
):
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup, name="Hennie van Dijk")
    sent = {"key": uuid.uuid4(), "text": WORDS, "guest": guest.pk}

    for _ in range(2):
        signed_in(host).post(telling(meetup), sent)

    told = HostMessage.objects.get()
    mail = Message.objects.get(kind="host_told")
    assert (told.text, told.guest, told.made_by) == (WORDS, guest, host)
    assert mail.to == coordinator.email
    assert meetup.get_absolute_url() in render_text(mail)
    assert "Hennie" not in render_text(mail) + mail.key


def test_message_stands_on_the_call_list_and_today_until_it_is_read(signed_in, host, consultant):
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678")
    told = a_host_message(meetup, text=WORDS, guest=guest)
    client = signed_in(consultant)

    before = client.get(CALLS).text
    today = client.get(reverse("signals:today")).text
    client.post(
        reverse("activities:read_host_message", args=[told.pk]), {"bellijst": "1"}, follow=True
    )

    for shown in (WORDS, "Hennie van Dijk", "06 12345678", "Ria Bakker"):
        assert shown in before
    assert "1 bericht van wie een activiteit ontvangt" in today
    assert WORDS not in client.get(CALLS).text
    assert "bericht van wie" not in client.get(reverse("signals:today")).text
    assert "Gelezen door" in signed_in(host).get(meetup.get_absolute_url()).text


def test_unread_message_is_said_to_be_unread_and_a_read_one_sends_no_mail(signed_in, host):
    coordinator = factories.a_user(Role.COORDINATOR)
    meetup = a_meetup(host=host)
    told = a_host_message(meetup)
    mail = Message.objects.get(kind="host_told")

    before = signed_in(host).get(meetup.get_absolute_url()).text
    actions.read_host_message(told, by=coordinator)

    assert "Nog niet gelezen" in before
    assert render_text(mail) is None


def test_host_reads_first_names_and_no_numbers(signed_in, host):
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup, name="Hennie van Dijk", phone="06 12345678")
    a_host_message(meetup, guest=guest)

    page = signed_in(host).get(meetup.get_absolute_url()).text

    assert "over Hennie" in page
    assert "van Dijk" not in page
    assert "12345678" not in page


def test_shielded_guest_has_no_name_or_number_in_a_message(signed_in, host, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    meetup = a_meetup(host=host)
    guest = a_sign_up(meetup, name="Hennie", phone="06 12345678", tenant=tenant, by=consultant)
    a_host_message(meetup, guest=guest)
    Tenant.objects.filter(pk=tenant.pk).update(shielded_at=timezone.now())

    page = signed_in(consultant).get(CALLS).text
    choices = signed_in(host).get(meetup.get_absolute_url()).text

    assert "over Een gast (afgeschermd)" in page
    assert "12345678" not in page
    assert f'<option value="{guest.pk}"' not in choices


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Schrijf op wat je wilt doorgeven"), ("x" * 501, "x" * 501)],
    ids=["nothing", "too long"],
)
def test_wrong_message_comes_back_with_a_sentence(signed_in, host, typed, said):
    meetup = a_meetup(host=host)

    answer = signed_in(host).post(telling(meetup), {"key": uuid.uuid4(), "text": typed})

    assert (answer.status_code, said in answer.text) == (422, True)
    assert not HostMessage.objects.exists()


def test_host_tells_nothing_about_a_meetup_or_guest_of_somebody_else(host):
    own, other = a_meetup(host=host), a_meetup()
    stranger = a_sign_up(other)

    with pytest.raises(Http404):
        actions.tell_coordinator(other, key=uuid.uuid4(), text="x", by=host)
    with pytest.raises(Http404):
        actions.tell_coordinator(own, key=uuid.uuid4(), text="x", guest=stranger, by=host)


def test_reading_a_message_is_recorded_with_the_tenant(signed_in, host, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    meetup = a_meetup(host=host)
    told = a_host_message(meetup, guest=a_sign_up(meetup, tenant=tenant, by=consultant))

    signed_in(consultant).get(CALLS)

    seen = Event.objects.get(verb="activities.host_messages")
    assert seen.details == {"ids": [str(told.pk)], "tenants": [str(tenant.pk)]}


def test_message_goes_a_year_after_the_meetup(host):
    told = a_host_message(a_meetup(host=host))
    today = timezone.localdate()

    assert not old_host_messages(today + timedelta(days=360)).exists()
    assert old_host_messages(today + timedelta(days=370)).get() == told
