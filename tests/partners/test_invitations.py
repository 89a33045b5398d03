"""An invitation of a lead: it tells nothing about an address, and works for its mailbox only."""

import threading

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from ground.refusals import Refused
from outbox.actions import render_text
from outbox.models import Message
from partners import actions
from partners.actions import people
from partners.models import Invitation, Partner, Worker
from tests import factories
from tests.factories.partners import an_invitation, proven
from tests.factories.race import no_row_is_locked, race

pytestmark = pytest.mark.django_db
NEW = {"name": "Anna de Wit", "password": "een lange zin voor mij"}


@pytest.fixture
def lead(partner_worker) -> User:
    Worker.objects.filter(user=partner_worker).update(is_lead=True)
    return partner_worker


def accept(secret: str) -> str:
    return reverse("partners:accept_invitation", args=[secret])


def invite(client: Client, partner: Partner, email: str) -> str:
    url = reverse("partners:invite", args=[partner.pk])
    return client.post(url, {"email": email}, follow=True).text


def test_an_address_with_an_account_gets_the_answer_of_a_newcomer(
    signed_in, lead, partner, mailoutbox
):
    taken = factories.a_user(Role.CONSULTANT)
    User.objects.filter(pk=taken.pk).update(email="samira@partner.example")
    answers = {}

    for email in ("samira@partner.example", "nieuw@partner.example"):
        client = signed_in(lead)
        page = client.post(reverse("partners:invite", args=[partner.pk]), {"email": email})
        shown = client.get(page["Location"]).text
        assert email in shown
        answers[email] = (page.status_code, page["Location"], "Uitgenodigd." in shown)

    assert len(set(answers.values())) == 1
    for email in answers:
        invitation = Invitation.objects.get(email=email)
        assert render_text(Message.objects.get(key=f"invitation:{invitation.pk}"))


def test_only_the_mailbox_itself_hears_that_there_is_an_account(client, partner, coordinator):
    taken = factories.a_user(Role.CONSULTANT)
    _, secret = an_invitation(partner, by=coordinator, email=taken.email)
    before = client.get(accept(secret))

    answer = proven(client, secret).post(accept(secret), NEW)

    assert before.status_code == 200
    assert answer.status_code == 409
    assert "heeft al een account" in answer.text
    assert not Worker.objects.filter(user=taken).exists()


def test_a_link_that_was_passed_on_makes_no_account(partner, coordinator):
    invitation, secret = an_invitation(partner, by=coordinator)
    proven(Client(), secret)
    other_browser = Client()

    page = other_browser.get(accept(secret)).text
    other_browser.post(accept(secret), NEW)

    assert "Vraag een code" in page
    assert invitation.email not in page
    assert 'name="password"' not in page
    assert not User.objects.filter(email=invitation.email).exists()


def test_a_wrong_code_opens_nothing_and_after_five_also_the_right_one(client, partner, coordinator):
    _, secret = an_invitation(partner, by=coordinator)
    client.post(reverse("partners:send_invitation_code", args=[secret]))
    text = render_text(Message.objects.get(kind="partner_code"))
    code = next(word for word in text.split() if word.isdecimal() and len(word) == 6)
    wrong = "111111" if code != "111111" else "222222"
    url = reverse("partners:use_invitation_code", args=[secret])

    for _ in range(5):
        assert "Deze code klopt niet" in client.post(url, {"code": wrong}).text

    assert client.post(url, {"code": code}).status_code == 422
    assert 'name="password"' not in client.get(accept(secret)).text


@pytest.mark.parametrize(
    ("inbox", "agreed", "email", "fits"),
    [
        ("post@lindenwaard.example", "", "anna@lindenwaard.example", True),
        ("post@lindenwaard.example", "", "anna@LINDENWAARD.example", True),
        ("post@lindenwaard.example", "", "anna@elders.example", False),
        ("post@lindenwaard.example", "", "anna@nep-lindenwaard.example", False),
        ("post@lindenwaard.example", "debrug.example, zorg.example", "anna@zorg.example", True),
        ("post@lindenwaard.example", "debrug.example", "anna@lindenwaard.example", False),
        ("clubhuis@gmail.com", "", "anna@gmail.com", False),
        ("clubhuis@gmail.com", "gmail.com", "anna@gmail.com", True),
    ],
)
def test_a_lead_invites_within_the_agreed_domains(
    signed_in, coordinator, lead, partner, inbox, agreed, email, fits
):
    Partner.objects.filter(pk=partner.pk).update(inbox=inbox, mail_domains=agreed)

    page = invite(signed_in(lead), partner, email)

    assert Invitation.objects.exists() == fits
    if not fits:
        assert "Vraag de coördinator om uit te nodigen." in page
        assert email in page
        assert "Uitgenodigd." in invite(signed_in(coordinator), partner, email)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("@DeBrug.nl , zorg.nl,", "debrug.nl, zorg.nl"), ("debrug", None), ("anna@debrug.nl", None)],
)
def test_the_coordinator_keeps_the_domains(signed_in, coordinator, partner, typed, kept):
    form = {"name": partner.name, "kind": "welfare", "offers": "Maatjes", "capacity": "room",
            "inbox": partner.inbox, "mail_domains": typed}  # fmt: skip

    page = signed_in(coordinator).post(reverse("partners:edit", args=[partner.pk]), form)

    partner.refresh_from_db()
    assert partner.mail_domains == (kept or "")
    if kept is None:
        assert "Schrijf alleen het deel na de @" in page.text
        assert typed in page.text


def test_the_coordinators_hear_whom_a_lead_invited(partner, lead, coordinator):
    invitation = actions.invite(partner, email="nieuw@partner.example", by=lead)

    message = Message.objects.get(kind="partner_invites")
    assert message.to == coordinator.email
    text = render_text(message)
    assert partner.get_absolute_url() in text
    assert invitation.email not in text
    actions.revoke_invitation(invitation, by=coordinator)
    assert render_text(message) is None


def test_the_coordinator_is_not_told_what_they_did_themselves(partner, coordinator):
    an_invitation(partner, by=coordinator)

    assert not Message.objects.filter(kind="partner_invites").exists()


def test_the_last_lead_does_not_leave(signed_in, partner, lead, coordinator):
    page = signed_in(lead).post(reverse("partners:leave", args=[lead.worker.pk]))

    assert page.status_code == 409
    assert "Wijs eerst een ander aanspreekpunt aan" in page.text
    lead.refresh_from_db()
    assert lead.is_active
    assert actions.leave(Worker.objects.get(user=lead), by=coordinator)


def test_who_left_comes_back_by_an_invitation(client, partner, other_partner, lead, coordinator):
    worker = factories.a_worker(partner, "Anna Prins").worker
    actions.leave(worker, by=lead)
    _, secret = an_invitation(other_partner, by=coordinator, email=worker.user.email)

    proven(client, secret).post(accept(secret), NEW)

    worker.refresh_from_db()
    user = User.objects.get(pk=worker.user_id)
    assert (user.is_active, user.name) == (True, NEW["name"])
    assert user.check_password(NEW["password"])
    assert (worker.partner, worker.left_at, worker.is_lead) == (other_partner, None, False)
    assert Event.objects.filter(verb="partners.accept_invitation").exists()


def two_leads(partner) -> list[Worker]:
    workers = [factories.a_worker(partner, f"Aanspreekpunt {n}").worker for n in "ab"]
    Worker.objects.update(is_lead=True)
    return workers


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_leave_at_once_one_stays(partner):
    failures = race([lambda w=w: actions.leave(w, by=w.user) for w in two_leads(partner)])

    assert [type(failure) for failure in failures] == [Refused]
    assert partner.workers.present().filter(is_lead=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_both_leave(partner, monkeypatch):
    no_row_is_locked(monkeypatch)
    together = threading.Barrier(2)
    ask = people.require_another_lead

    def both_ask_first(worker: Worker, by: User) -> None:
        ask(worker, by)
        together.wait(timeout=10)

    monkeypatch.setattr(people, "require_another_lead", both_ask_first)
    failures = race([lambda w=w: actions.leave(w, by=w.user) for w in two_leads(partner)])

    assert failures == []
    assert not partner.workers.present().exists()
