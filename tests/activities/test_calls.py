"""Regular guests, calls by staff, and buddies."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import stranger
from accounts.templatetags.shell import long_day
from activities import actions, print_data
from activities.actions.series import sign_up_regular_guests
from activities.models import (
    BuddyMatch,
    BuddyRequest,
    CallTask,
    Meetup,
    RegularGuest,
    Series,
    SignUp,
)
from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import (
    a_buddy,
    a_buddy_request,
    a_call,
    a_match,
    a_meetup,
    a_series,
    a_sign_up,
    a_standing,
    begun,
)
from tests.factories.outreach import a_code

pytestmark = pytest.mark.django_db
KEY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"


# --- regular guests -----------------------------------------------------------------------


def test_regular_guest_is_signed_up_for_existing_and_new_meetups(consultant, monkeypatch):
    series = a_series(by=consultant, skips_holidays=False)
    standing = a_standing(series)
    later = timezone.now() + timedelta(weeks=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    monkeypatch.setattr(timezone, "localdate", lambda *moment: later.date())
    actions.grow_all()

    assert standing.sign_ups.filter(status="confirmed").count() == series.meetups.count() == 14


def test_ending_a_regular_guest_frees_the_coming_chairs(consultant):
    series = a_series(by=consultant)
    standing = a_standing(series)

    actions.end_regular_guest(standing, by=consultant)

    assert not standing.sign_ups.filter(status="confirmed").exists()


# --- calls --------------------------------------------------------------------------------


def test_sign_up_on_behalf_of_another_plans_a_call(client):
    meetup = a_meetup()
    form = {
        "key": KEY, "name": "Riet", "phone": "088 000 30 01", "party": "1", "on_behalf": "dochter",
    }  # fmt: skip

    client.post(reverse("activities:sign_up", args=[meetup.pk]), form)

    assert [call.why for call in CallTask.objects.all()] == ["other"]


def test_cancelling_after_a_call_cancels_the_sign_up_and_closes_the_call(consultant):
    call = a_sign_up(on_behalf="dochter").calls.get()

    actions.cancel_after_call(call, by=consultant)

    assert SignUp.objects.get().status == "cancelled"
    assert not CallTask.objects.open().exists()


def test_ticket_shows_who_fetches_after_it_is_arranged(client, consultant):
    guest = a_sign_up(fetch=True)

    actions.arrange_fetch(guest, fetcher="Bert", by=consultant)

    text = client.get(reverse("activities:ticket", args=[guest.token])).content.decode()
    assert "Bert haalt u op" in text
    assert not CallTask.objects.open().exists()


def test_message_by_telephone_is_marked_done_once_from_the_call_list(signed_in, consultant):
    guest = a_sign_up(phone="088 000 30 01")
    message = Message.objects.filter(about__sign_up=guest.pk).order_by("pk").first()
    Message.objects.filter(pk=message.pk).update(status="by_hand")
    client = signed_in(consultant)
    assert "U bent aangemeld" in client.get(reverse("activities:calls")).content.decode()

    answers = [
        client.post(reverse("activities:told_by_phone", args=[message.pk]), follow=True)
        for _ in "ab"
    ]

    message.refresh_from_db()
    assert message.status == "done"
    assert "Gebeld." in answers[0].content.decode()
    assert "Dit hoeft niet meer" in answers[1].content.decode()


def was(series: Series, weeks_ago: int, came: bool) -> Meetup:
    """A past meetup of the series, with the regular guest and another guest who attended."""
    start = timezone.now() - timedelta(weeks=weeks_ago, hours=-1)
    meetup = Meetup.objects.create(
        series=series, series_day=start.date() - timedelta(days=1000), title="Koffietafel",
        tile="koffie", about="x", place=series.place, capacity=5, host_name="Ria",
        starts_at=timezone.now() + timedelta(days=400 + weeks_ago), key=weeks_key(weeks_ago),
        ends_at=timezone.now() + timedelta(days=400 + weeks_ago, hours=2),
    )  # fmt: skip
    regular = a_sign_up(meetup, name="Cor", phone="06 12345678")
    other = a_sign_up(meetup)
    for guest, there in ((regular, came), (other, True)):
        if there:
            SignUp.objects.filter(pk=guest.pk).update(attended_at=start)
    Meetup.objects.filter(pk=meetup.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    return meetup


def weeks_key(n: int) -> str:
    return f"1b4e28ba-2fa1-11d2-883f-0016d3cca4{n:02}"


@pytest.mark.parametrize(
    ("history", "called"),
    [
        ((True, True, True, False, False), 1),
        ((True, True, True, True, False), 0),
        ((True, False, False, False, False), 0),
        ((False, False, True, True, True), 0),
    ],
)
def test_regular_missed_twice_in_a_row_is_called_once(consultant, history, called):
    series = a_series(by=consultant)
    for ago, came in zip(range(len(history), 0, -1), history, strict=True):
        was(series, ago, came)

    assert actions.plan_calls_to_missed_regulars() == called
    assert actions.plan_calls_to_missed_regulars() == 0
    assert CallTask.objects.filter(why="missed").count() == called


# --- afterwards ---------------------------------------------------------------------------


def test_ticket_asks_afterwards_whether_somebody_spoke_with_the_guest(client):
    guest = a_sign_up()
    begun(guest.meetup)
    ticket = reverse("activities:ticket", args=[guest.token])
    assert "Sprak iemand met u?" in client.get(ticket).content.decode()

    client.post(reverse("activities:tell_if_spoken_to", args=[guest.token]), {"ja": "1"})

    guest.refresh_from_db()
    assert guest.spoke is True
    assert "Dank u wel" in client.get(ticket).content.decode()


def test_walk_ins_are_stored_as_a_number(signed_in, host):
    meetup = begun(a_meetup(host=host))

    signed_in(host).post(reverse("activities:count_walk_ins", args=[meetup.pk]), {"walk_ins": "3"})

    meetup.refresh_from_db()
    assert meetup.walk_ins == 3


def test_host_cannot_count_walk_ins_at_another_hosts_meetup(host):
    with pytest.raises(Http404):
        actions.count_walk_ins(a_meetup(), walk_ins=3, by=host)


# --- buddies ------------------------------------------------------------------------------


def test_buddy_request_needs_only_wishes_and_a_number(client):
    form = {"key": KEY, "things": ["koffie", "lopen"], "phone": "088 000 30 01"}

    answer = client.post(reverse("activities:request_buddy"), form, follow=True)

    buddy_request = BuddyRequest.objects.get()
    assert (buddy_request.things, buddy_request.status) == (["koffie", "lopen"], "asked")
    assert "U zit nergens aan vast" in answer.content.decode()


def test_buddy_request_without_wishes_is_refused_and_keeps_the_number(client):
    answer = client.post(
        reverse("activities:request_buddy"), {"key": KEY, "phone": "088 000 30 01"}
    )

    assert answer.status_code == 422
    assert "Kies wat u graag doet" in answer.content.decode()
    assert 'value="088 000 30 01"' in answer.content.decode()


def test_bot_in_the_honeypot_is_thanked_and_nothing_is_stored(client):
    form = {"key": KEY, "things": ["koffie"], "phone": "088 000 30 01", "website": "x"}

    assert client.post(reverse("activities:request_buddy"), form).status_code == 302
    assert not BuddyRequest.objects.exists()


def seen_by(client, token: str) -> str:
    return client.get(reverse("activities:answer_match_by_link", args=[token])).content.decode()


def test_match_page_shows_the_other_only_after_both_said_yes(client):
    match = a_match()
    secrets = [match.buddy.first_name, "14000002", "Riet", "14000001"]
    for token in (match.guest_token, match.buddy_token):
        assert not [word for word in secrets if word in seen_by(client, token)]

    client.post(reverse("activities:answer_match_by_link", args=[match.guest_token]), {"ja": "1"})
    assert "Zwaan" not in seen_by(client, match.guest_token)
    client.post(reverse("activities:answer_match_by_link", args=[match.buddy_token]), {"ja": "1"})

    assert "Zwaan" in seen_by(client, match.guest_token)
    assert "Riet" in seen_by(client, match.buddy_token)
    assert BuddyRequest.objects.get().status == "together"


def test_proposal_message_names_nobody():
    a_match()

    said = [render_text(m) for m in Message.objects.filter(kind="buddy_proposed")]

    assert len(said) == 2
    assert not [text for text in said if "Riet" in text or "Zwaan" in text or "06 14" in text]


def test_a_no_ends_the_match_for_both_and_another_can_be_proposed(client, consultant):
    match = a_match()

    client.post(reverse("activities:answer_match_by_link", args=[match.buddy_token]), {"nee": "1"})

    assert "Dit gaat niet verder" in seen_by(client, match.guest_token)
    other = a_buddy(name="An Bos")
    assert actions.propose(BuddyRequest.objects.get(), buddy=other, by=consultant)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"vog_on": None}, "nog geen VOG"), ({"most": 0}, "al genoeg mensen")],
)
def test_buddy_without_certificate_or_capacity_is_not_proposed(consultant, fields, words):
    with pytest.raises(Refused, match=words):
        actions.propose(a_buddy_request(), buddy=a_buddy(**fields), by=consultant)


def test_proposal_needs_a_call_first_and_no_other_open_match(consultant):
    asked = actions.request_buddy(key=KEY, things=["koffie"], phone="06 14 00 00 01", by=stranger())
    with pytest.raises(Refused, match="Bel eerst"):
        actions.propose(asked, buddy=a_buddy(), by=consultant)

    match = a_match()
    with pytest.raises(Refused, match="loopt al een voorstel"):
        actions.propose(match.buddy_request, buddy=a_buddy(name="An"), by=consultant)
    assert BuddyMatch.objects.count() == 1


def test_sign_up_is_rate_limited_after_thirty_posts(client):
    address = reverse("activities:sign_up", args=[a_meetup(capacity=300).pk])

    answers = [
        client.post(
            address,
            {
                "key": f"1b4e28ba-2fa1-11d2-883f-0016d3cc{n:04}",
                "name": f"Bot {n}",
                "phone": "06 12345678",
            },
        ).status_code
        for n in range(200)
    ]  # fmt: skip

    assert answers.count(302) == 30
    assert answers.count(429) == 170
    assert SignUp.objects.count() == 30


def test_shielded_guest_is_not_on_the_call_list(signed_in, consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    guest = a_sign_up(tenant=tenant, name="Riet", phone="088 000 30 01", by=consultant)
    message = Message.objects.filter(about__sign_up=guest.pk).order_by("pk").first()
    Message.objects.filter(pk=message.pk).update(status="by_hand")
    type(tenant).objects.filter(pk=tenant.pk).update(shielded_at=timezone.now())

    text = signed_in(consultant).get(reverse("activities:calls")).content.decode()

    assert "Riet" not in text
    assert "000 3001" not in text


def test_regular_guest_and_buddy_request_link_to_the_tenant_by_number(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    type(tenant).objects.filter(pk=tenant.pk).update(phone="088-0003001")

    standing = actions.always_come(
        a_series(by=consultant), name="Riet", phone="088 000 30 01", by=consultant
    )
    buddy_request = a_buddy_request(by=consultant, phone="+31 88 000 3001")

    assert (standing.tenant, buddy_request.tenant) == (tenant, tenant)


def test_display_settings_need_no_csrf_token():
    client = Client(enforce_csrf_checks=True)

    assert client.post("/account/weergave/", {"next": "/agenda/"}).status_code == 302
    assert client.post("/account/weergave/", {"contrast": "1"}).cookies["contrast"].value == "meer"


def test_proposal_on_the_call_list_shows_no_link_and_is_marked_done(signed_in, consultant):
    match = a_match(by=consultant)
    message = Message.objects.get(about__match=match.pk, about__side="guest")
    Message.objects.filter(pk=message.pk).update(status="by_hand", channel=Message.Channel.CALL)
    client = signed_in(consultant)

    text = client.get(reverse("activities:calls")).content.decode()
    assert "Wilt u kennismaken?" in text
    assert match.guest_token not in text
    client.post(reverse("activities:told_by_phone", args=[message.pk]))

    message.refresh_from_db()
    assert message.status == "done"


def test_seen_by_hides_the_other_until_both_said_yes(consultant):
    match = a_match(by=consultant)

    assert match.seen_by(guest=True)["their_phone"] == ""
    assert match.seen_by(guest=False)["other"] == ""


def test_no_calls_about_meetups_that_began_or_were_called_off(consultant):
    over, off = a_call(), a_call()
    begun(over.sign_up.meetup)
    actions.cancel_meetup(off.sign_up.meetup, why="Te weinig mensen.", by=consultant)

    assert not CallTask.objects.open().exists()


def test_regular_guest_gets_reminders_and_no_confirmations(consultant):
    a_standing(a_series(by=consultant))

    kinds = Message.objects.filter(about__has_key="sign_up").values_list("kind", flat=True)
    assert set(kinds) == {"sign_up_reminder"}


def test_dead_regular_guest_is_not_signed_up_for_a_new_meetup(consultant, area):
    tenant = factories.a_tenant(factories.a_home(area))
    series = a_series(by=consultant)
    standing = a_standing(series)
    RegularGuest.objects.filter(pk=standing.pk).update(tenant=tenant)
    Tenant.objects.filter(pk=tenant.pk).update(died_on=timezone.localdate())
    later = a_meetup(by=consultant, series=series, series_day=timezone.localdate())

    sign_up_regular_guests(later)

    assert not later.sign_ups.exists()


def by_hand(**about) -> Message:
    """The message about this, as it waits on the call list."""
    message = Message.objects.filter(**about).latest("pk")
    Message.objects.filter(pk=message.pk).update(status="by_hand", channel=Message.Channel.CALL)
    return message


@pytest.fixture
def offered(consultant) -> SignUp:
    """A guest who is called about a free chair."""
    meetup = a_meetup(capacity=1)
    first, waits = a_sign_up(meetup), a_sign_up(meetup, name="Riet", phone="088 000 30 09")
    actions.cancel_sign_up(first, by=consultant)
    waits.refresh_from_db()
    by_hand(about__sign_up=waits.pk, kind="sign_up_offered")
    return waits


@pytest.mark.parametrize(
    ("answer", "url", "status"),
    [("Ja, komt", "accept_offer", "confirmed"), ("Nee", "cancel_sign_up", "cancelled")],
)
def test_an_offer_by_telephone_is_answered_on_the_call_list(
    signed_in, consultant, offered, answer, url, status
):
    client = signed_in(consultant)
    page = client.get(reverse("activities:calls")).text
    assert answer in page

    after = client.post(
        reverse(f"activities:{url}", args=[offered.pk]), {"bellijst": "1"}, follow=True
    )

    offered.refresh_from_db()
    assert offered.status == status
    assert after.redirect_chain[-1][0] == reverse("activities:calls")
    assert "Er is plek voor u bij" not in after.text


def test_calls_about_meetups_are_announced_on_vandaag_and_not_in_the_post(
    signed_in, consultant, coordinator, offered
):
    today = signed_in(consultant).get(reverse("signals:today")).text
    post = signed_in(coordinator).get(reverse("outbox:message_list"))

    assert "over activiteiten wacht 1 gesprek." in " ".join(today.split())
    assert list(post.context["post"]) == []


def test_the_question_to_a_buddy_who_said_yes_leaves_the_call_list(signed_in, consultant):
    match = a_match(by=consultant)
    for side in ("guest", "buddy"):
        by_hand(about__match=match.pk, about__side=side, kind="buddy_proposed")
    client = signed_in(consultant)

    actions.answer_match(match, guest=True, yes=True, by=consultant)
    one_left = client.get(reverse("activities:calls")).text.count("Wilt u kennismaken?")
    actions.answer_match(match, guest=False, yes=True, by=consultant)

    assert one_left == 1
    assert "Wilt u kennismaken?" not in client.get(reverse("activities:calls")).text


def test_the_list_on_paper_holds_what_to_tell_and_the_day(signed_in, consultant, offered):
    call = a_call(a_meetup(title="Klaverjassen"))
    client = signed_in(consultant)
    page = client.get(reverse("activities:calls"))

    data = print_data.call_list([call], page.context["by_phone"])

    assert long_day(call.sign_up.meetup.starts_at) in data["rows"][0]["note"]
    assert data["rows"][1]["name"].startswith("Riet, 088 000 3009")
    assert "Er is plek voor u bij" in data["rows"][1]["note"]
    assert client.get(reverse("activities:call_list")).content.startswith(b"%PDF")


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}"])
def test_a_caller_with_a_strip_is_counted_for_that_poster(signed_in, consultant, typed):
    code, meetup = a_code(), a_meetup()
    form = {
        "key": KEY, "name": "Riet", "phone": "088 000 30 09", "party": 1, "via": "phone",
        "code": typed.format(code=code.code, lower=code.code.lower()),
    }  # fmt: skip

    signed_in(consultant).post(reverse("activities:sign_up_guest", args=[meetup.pk]), form)

    assert SignUp.objects.get().code == code


def test_an_unknown_code_of_a_strip_is_asked_again(signed_in, consultant):
    form = {"key": KEY, "name": "Riet", "phone": "088 000 30 09", "party": 1, "via": "phone"}
    url = reverse("activities:sign_up_guest", args=[a_meetup().pk])

    answer = signed_in(consultant).post(url, form | {"code": "ZZZZZ"})

    assert "Deze code kennen we niet." in answer.text
    assert 'value="ZZZZZ"' in answer.text
    assert not SignUp.objects.exists()
