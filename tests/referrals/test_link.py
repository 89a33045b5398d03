"""Answering without an account: a link for exactly one referral, and a code to the same mailbox."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import stranger
from audit.models import Event
from ground.mailed_codes import MOST_CODES, MOST_TRIES
from ground.tokens import hash_token
from outbox.actions import render_text
from outbox.models import Message as Post
from partners import actions as partners
from partners.models import Partner
from referrals import actions
from referrals.actions.access_links import issue_access_link
from referrals.models import AccessLink, Referral
from tenants import actions as tenants
from tests import factories
from tests.factories.referrals import WISH, a_referral
from tests.referrals.test_twin_worlds import DRAWN

pytestmark = pytest.mark.django_db
Status = Referral.Status


def link_in(kind: str, to: str) -> str:
    """Render the newest mail of this kind, and return the link in it."""
    mail = render_text(Post.objects.filter(kind=kind, to=to).latest("pk"))
    return re.search(r"/verwijzingen/antwoord/([\w-]+)/", mail).group(1)


def code_in_mail() -> str:
    mail = render_text(Post.objects.filter(kind="referral_code").latest("pk"))
    return re.search(r"\b\d{6}\b", mail).group()


@pytest.fixture
def token(referral) -> str:
    return link_in("referral_offered", referral.partner.inbox)


@pytest.fixture
def guest() -> Client:
    return Client()


def url(token: str, word: str = "") -> str:
    return reverse("referrals:link_act", args=[token, word]) if word else f"{LINK}{token}/"


LINK = "/verwijzingen/antwoord/"


def opened(guest: Client, token: str) -> Client:
    """Return the same client after it entered the code."""
    guest.post(f"{url(token)}code/")
    guest.post(f"{url(token)}open/", {"code": code_in_mail()})
    return guest


def test_page_before_the_code_shows_only_the_masked_mailbox(guest, token, tenant, referral):
    page = guest.get(url(token)).text

    assert "w•••@partner.example" in page
    for secret in (tenant.last_name, WISH, tenant.phone, referral.partner.inbox):
        assert secret not in page


def test_code_opens_exactly_this_referral(guest, token, consultant, partner, area):
    other = a_referral(factories.a_tenant(factories.a_home(area)), partner=partner, by=consultant)

    page = opened(guest, token).get(url(token))

    assert WISH in page.text
    assert str(other.number) not in page.text
    assert "no-store" in page["Cache-Control"] or "no-cache" in page["Cache-Control"]
    assert guest.get(reverse("referrals:inbox")).status_code == 302
    assert guest.get(other.get_absolute_url()).status_code == 302


def test_link_user_accepts_with_a_name_and_reports_back(guest, token, referral, consultant):
    link = opened(guest, token)

    nameless = link.post(url(token, "oppakken"), {"said_by": ""})
    link.post(url(token, "oppakken"), {"said_by": "Joke de Vries"})
    referral.refresh_from_db()

    assert nameless.status_code == 422
    assert "Vul in wie dit zegt" in nameless.text
    assert (referral.status, referral.taken_name) == (Status.ACCEPTED, "Joke de Vries")
    assert (referral.answered_via, referral.taken_by) == ("link", None)
    link.post(
        url(token, "contact"),
        {"said_by": "Joke", "reached": "yes", "how": "phone", "on": timezone.localdate(),
         "key": "5ab1a7b0-1111-4222-8333-444455556666"},
    )  # fmt: skip
    referral.refresh_from_db()
    assert (referral.status, referral.met_on) == (Status.MET, timezone.localdate())
    told = {"said_by": "Joke", "happened": "more", "more_contact": "yes", "next_step": "by_itself",
            "key": "5ab1a7b0-1111-4222-8333-444455557777"}  # fmt: skip
    ended = link.post(url(token, "terugmelden"), told)
    referral.refresh_from_db()
    assert referral.status == Status.COMPLETED
    assert ended["Location"] == reverse("referrals:link_done")
    assert link.get(url(token)).status_code == 410


@pytest.mark.parametrize(
    ("word", "form", "status"),
    [
        ("vragen", {"text": "Welke dag?"}, Status.QUESTION),
        ("past-niet", {"why": "full", "text": ""}, Status.DECLINED),
    ],
)
def test_link_user_asks_or_declines(guest, token, referral, word, form, status):
    key = {"key": "5ab1a7b0-1111-4222-8333-444455556667", "said_by": "Joke"}

    opened(guest, token).post(url(token, word), form | key)

    referral.refresh_from_db()
    assert referral.status == status
    if status == Status.DECLINED:
        assert Partner.objects.get(pk=referral.partner_id).capacity == "full"


def test_step_without_the_code_changes_nothing(guest, token, referral):
    answer = guest.post(url(token, "oppakken"), {"said_by": "Wie dan ook"})

    referral.refresh_from_db()
    assert answer["Location"] == url(token)
    assert referral.status == Status.OFFERED


def test_forwarded_link_needs_a_code_from_the_original_mailbox(guest, token):
    opened(guest, token)
    somebody_else = Client()

    assert WISH not in somebody_else.get(url(token)).text
    somebody_else.post(f"{url(token)}code/")
    assert Post.objects.filter(kind="referral_code").latest("pk").to.endswith("@partner.example")


def test_code_of_one_link_does_not_open_another(guest, token, referral):
    second = issue_access_link(referral, referral.partner.inbox)
    opened(guest, token)

    assert WISH not in guest.get(url(second)).text


def test_code_is_asked_again_after_an_hour(guest, token):
    opened(guest, token)
    session = guest.session
    an_hour_ago = timezone.now().timestamp() - 3601
    session["referral_pass"] = dict.fromkeys(session["referral_pass"], an_hour_ago)
    session.save()

    assert WISH not in guest.get(url(token)).text


def test_code_works_once_within_ten_minutes(guest, token):
    guest.post(f"{url(token)}code/")
    code = code_in_mail()
    AccessLink.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    old = guest.post(f"{url(token)}open/", {"code": code})
    AccessLink.objects.update(code_until=timezone.now() + timedelta(minutes=5))
    good = guest.post(f"{url(token)}open/", {"code": code})
    again = Client().post(f"{url(token)}open/", {"code": code})

    assert old.status_code == 422
    assert good.status_code == 302
    assert again.status_code == 422


def test_code_is_blocked_after_too_many_attempts(guest, token):
    guest.post(f"{url(token)}code/")
    code = code_in_mail()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(MOST_TRIES):
        assert guest.post(f"{url(token)}open/", {"code": wrong}).status_code == 422

    assert guest.post(f"{url(token)}open/", {"code": code}).status_code == 422


def test_codes_are_limited_per_minute_and_per_link(guest, token):
    first = guest.post(f"{url(token)}code/")
    at_once = guest.post(f"{url(token)}code/")
    long_ago = timezone.now() - timedelta(hours=1)
    AccessLink.objects.update(code_sent_at=long_ago, codes=MOST_CODES)
    too_many = guest.post(f"{url(token)}code/")

    assert (first.status_code, at_once.status_code, too_many.status_code) == (302, 409, 409)
    assert Post.objects.filter(kind="referral_code").count() == 1


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 56\x00"]
)
def test_invalid_code_shows_an_error(guest, token, typed):
    answer = guest.post(f"{url(token)}open/", {"code": typed})

    assert answer.status_code == 422
    assert "zes cijfers" in answer.text


def over(how: str, referral: Referral, people: dict) -> None:
    match how:
        case "withdrawn":
            actions.withdraw(referral, by=people["consultant"])
        case "consent withdrawn":
            tenants.withdraw_consent(referral.consent, by=people["consultant"])
        case "declined":
            actions.decline(referral, why="not_ours", by=people["worker"])
        case "links stopped":
            actions.revoke_access_links(referral, by=people["consultant"])
        case "partner off":
            partners.switch_off(referral.partner, by=people["coordinator"])
        case "another mailbox":
            Partner.objects.filter(pk=referral.partner_id).update(inbox="nieuw@partner.example")
        case "too old":
            AccessLink.objects.update(expires_at=timezone.now())


HOWS = [
    "withdrawn", "consent withdrawn", "declined", "links stopped", "partner off",
    "another mailbox", "too old",
]  # fmt: skip


@pytest.mark.parametrize("how", HOWS)
def test_ended_link_looks_like_an_unknown_one_also_with_the_page_open(
    guest, token, referral, consultant, coordinator, partner_worker, how
):
    link = opened(guest, token)
    link.get(url(token))
    people = {"consultant": consultant, "coordinator": coordinator, "worker": partner_worker}
    over(how, Referral.objects.get(pk=referral.pk), people)

    pages = [link.get(url(token)), link.get(url("x" * 32))]
    sent = link.post(url(token, "oppakken"), {"said_by": "Joke"})

    assert [page.status_code for page in [*pages, sent]] == [410] * 3
    assert plain(pages[0]) == plain(pages[1])
    assert Referral.objects.get(pk=referral.pk).status != Status.ACCEPTED


def plain(answer) -> bytes:
    body = answer.content
    for pattern, word in DRAWN:
        body = pattern.sub(word, body)
    return body


def test_worker_who_accepted_gets_the_later_mails_and_their_links(
    guest, token, referral, consultant
):
    opened(guest, token).post(url(token, "oppakken"), {"said_by": "Joke"})

    actions.reply(Referral.objects.get(pk=referral.pk), text="Succes!", by=consultant)

    assert link_in("referral_message", referral.partner.inbox)


def test_only_hashes_are_stored_and_access_is_recorded(guest, token, referral):
    guest.post(f"{url(token)}code/")
    code = code_in_mail()
    kept = str(list(AccessLink.objects.values()))

    assert token not in kept
    assert code not in kept
    assert AccessLink.objects.filter(token_hash=hash_token(token)).exists()
    guest.post(f"{url(token)}open/", {"code": code})
    assert Event.objects.filter(verb="referrals.use_code", actor_role="stranger").exists()
    guest.get(url(token))
    look = Event.objects.filter(verb="seen", subject_type="referrals.Referral").latest("pk")
    assert look.actor_role == "partner_worker"


def test_link_ignores_the_account_that_is_signed_in(token, referral, caretaker, signed_in):
    guest = signed_in(caretaker)

    page = opened(guest, token).get(url(token))
    guest.post(url(token, "oppakken"), {"said_by": "Joke"})

    assert WISH in page.text
    referral.refresh_from_db()
    assert referral.taken_name == "Joke"
    moved = Event.objects.filter(verb="referrals.accept").get()
    assert moved.actor_role == "partner_worker"


def test_code_requested_twice_leaves_only_the_newest(guest, token, referral):
    guest.post(f"{url(token)}code/")
    first = Post.objects.get(kind="referral_code")
    AccessLink.objects.update(code_sent_at=timezone.now() - timedelta(minutes=2))
    at = AccessLink.objects.get()
    actions.send_code(at, by=stranger())

    assert render_text(first) is None
    assert render_text(Post.objects.filter(kind="referral_code").latest("pk"))


# --- Identical 404 responses ---------------------------------------------------------------------

PAGES = ["answer_page", "ask", "decline", "contact", "pause", "report_back", "calendar"]


@pytest.mark.parametrize("name", PAGES)
def test_unknown_and_foreign_numbers_give_the_same_404(
    name, referral, other_partner_worker, signed_in
):
    client = signed_in(other_partner_worker)
    unknown = "9d4cb9f5-2f37-4e2e-9f36-9f0f61f9f0aa"

    def asked(number) -> tuple:
        address = reverse(f"referrals:{name}", args=[number])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        body = plain(answer).replace(str(number).encode(), b"number")
        return answer.status_code, body, len(queries)

    assert asked(referral.number) == asked(unknown)
    assert asked(unknown)[0] == 404
