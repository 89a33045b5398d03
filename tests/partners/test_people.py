"""People of a partner: invitations, leads, leaving, and merged organisations."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User, stranger
from accounts.roles import Role
from ground.refusals import Refused
from ground.tokens import hash_token
from outbox.actions import render_text
from outbox.models import Message
from partners import actions
from partners.memberships import mailbox_of
from partners.models import Invitation, Worker
from partners.views import people
from tests import factories
from tests.factories.partners import a_service, an_invitation, proven, secret_of
from tests.factories.race import race

pytestmark = pytest.mark.django_db
NEW = {"name": "Anna de Wit", "password": "een lange zin voor mij"}


@pytest.fixture
def lead(partner_worker) -> User:
    Worker.objects.filter(user=partner_worker).update(is_lead=True)
    return partner_worker


def accept_invitation(token: str) -> str:
    return reverse("partners:accept_invitation", args=[token])


def test_invited_person_creates_an_account_for_the_invited_address(client, partner, coordinator):
    _, secret = an_invitation(partner, by=coordinator, email="Anna@Partner.example")

    page = proven(client, secret).get(accept_invitation(secret)).text
    answer = client.post(accept_invitation(secret), NEW | {"email": "ander@post.example"})

    assert "anna@partner.example" in page
    assert answer["Location"] == reverse("account_login")
    worker = Worker.objects.get(user__email="anna@partner.example")
    assert (worker.partner, worker.user.role) == (partner, Role.PARTNER_WORKER)
    assert worker.user.check_password(NEW["password"])
    assert not User.objects.filter(email="ander@post.example").exists()


def test_only_the_hash_of_the_token_is_stored(partner, coordinator):
    invitation, secret = an_invitation(partner, by=coordinator)
    invitation.refresh_from_db()

    assert invitation.token_hash == hash_token(secret)
    assert secret not in str(list(Message.objects.values()))


def over(kind: str, invitation: Invitation, coordinator: User) -> None:
    match kind:
        case "used":
            actions.accept_invitation(invitation=invitation, by=stranger(), **NEW)
        case "old":
            now = timezone.now() - timedelta(seconds=1)
            Invitation.objects.filter(pk=invitation.pk).update(expires_at=now)
        case "taken back":
            actions.revoke_invitation(invitation, by=coordinator)
        case "of a partner that was switched off":
            actions.switch_off(invitation.partner, by=coordinator)
        case "replaced":
            actions.invite(invitation.partner, email=invitation.email, by=coordinator)


@pytest.mark.parametrize(
    "kind", ["used", "old", "taken back", "of a partner that was switched off", "replaced"]
)
def test_ended_invitation_looks_like_an_unknown_one(client, partner, coordinator, kind):
    invitation, secret = an_invitation(partner, by=coordinator)
    proven(client, secret)
    over(kind, invitation, coordinator)

    answer, unknown = client.get(accept_invitation(secret)), client.get(accept_invitation("x" * 32))
    sent = client.post(accept_invitation(secret), NEW)

    assert answer.status_code == unknown.status_code == sent.status_code == 410
    assert "geldt niet meer" in answer.text
    assert User.objects.filter(email=invitation.email).count() == (kind == "used")
    assert render_text(Message.objects.get(key=f"invitation:{invitation.pk}")) is None


def test_used_invitation_is_refused_after_its_account_got_another_address(partner, coordinator):
    invitation, _ = an_invitation(partner, by=coordinator)
    worker = actions.accept_invitation(invitation=invitation, by=stranger(), **NEW)
    User.objects.filter(pk=worker.user_id).update(email="anders@partner.example")

    with pytest.raises(Refused, match="geldt niet meer"):
        actions.accept_invitation(invitation=invitation, by=stranger(), **NEW)

    assert partner.workers.present().get() == worker


def test_invitation_is_valid_for_72_hours(partner, coordinator):
    invitation, _ = an_invitation(partner, by=coordinator)

    assert invitation.expires_at - invitation.made_at < timedelta(hours=72, seconds=1)


def test_mail_rendered_again_has_a_new_token(client, partner, coordinator):
    invitation, first = an_invitation(partner, by=coordinator)

    second = secret_of(invitation)

    assert client.get(accept_invitation(first)).status_code == 410
    assert client.get(accept_invitation(second)).status_code == 200


@pytest.mark.parametrize("password", ["kort", "wachtwoord123"[:11], "annadewit1234"])
def test_weak_password_shows_an_error_and_keeps_the_name(client, partner, coordinator, password):
    _, secret = an_invitation(partner, by=coordinator, email="annadewit1234@partner.example")

    answer = proven(client, secret).post(accept_invitation(secret), NEW | {"password": password})

    assert answer.status_code == 422
    assert "Anna de Wit" in answer.text
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_invitation_used_concurrently_creates_one_account(partner, coordinator):
    invitation, _ = an_invitation(partner, by=coordinator)

    errors = race([
        lambda: actions.accept_invitation(invitation=invitation, by=stranger(), **NEW)
        for _ in range(4)
    ])  # fmt: skip

    assert len(errors) == 3
    assert all(isinstance(error, Refused) for error in errors)
    assert Worker.objects.count() == 1


def test_lead_invites_only_for_their_own_organisation(partner, other_partner, lead, signed_in):
    answer = signed_in(lead).post(
        reverse("partners:invite", args=[partner.pk]), {"email": "nieuw@partner.example"}
    )

    assert answer["Location"] == reverse("partners:own")
    assert partner.invitations.count() == 1
    with pytest.raises(Http404):
        actions.invite(other_partner, email="x@partner.example", by=lead)


def test_worker_who_is_not_lead_cannot_invite(partner, partner_worker):
    with pytest.raises(Refused, match="Dit doet het aanspreekpunt"):
        actions.invite(partner, email="x@partner.example", by=partner_worker)


def test_last_lead_stays_until_there_is_another(partner, lead):
    colleague = factories.a_worker(partner, "Collega").worker
    with pytest.raises(Refused, match="eerst een ander"):
        actions.make_lead(lead.worker, is_lead=False, by=lead)

    actions.make_lead(colleague, is_lead=True, by=lead)
    actions.make_lead(lead.worker, is_lead=False, by=lead)

    assert partner.workers.get(is_lead=True) == colleague


def test_worker_who_left_loses_access_at_the_next_request(partner, lead, signed_in):
    colleague = factories.a_worker(partner, "Collega")
    browser = signed_in(colleague)
    assert browser.get(reverse("referrals:inbox")).status_code == 200

    actions.leave(colleague.worker, by=lead)

    assert browser.get(reverse("referrals:inbox"))["Location"].startswith("/account/login/")
    colleague.refresh_from_db()
    assert colleague.switched_off_at
    with pytest.raises(Refused, match="al weg"):
        actions.leave(Worker.objects.get(user=colleague), by=lead)


def test_partner_has_one_mailbox_account_that_cannot_sign_in(partner):
    first = mailbox_of(partner)

    assert mailbox_of(partner) == first
    assert not first.has_usable_password()
    assert not partner.workers.present().filter(user=first).exists()
    other = factories.a_user(Role.PARTNER_WORKER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.create(partner=partner, user=other, is_mailbox=True)


# --- Merging -------------------------------------------------------------------------------------


def test_merge_moves_people_areas_and_services(
    partner, other_partner, partner_worker, coordinator, other_area, signed_in
):
    a_service(partner, name="Soep")
    a_service(other_partner, name="Soep")
    partner.areas.add(other_area)
    mailbox_of(partner)

    actions.merge(partner, into=other_partner, by=coordinator)

    partner.refresh_from_db()
    partner_worker.worker.refresh_from_db()
    assert partner_worker.worker.partner == other_partner
    names = sorted(other_partner.services.values_list("name", flat=True))
    assert (len(names), names[0], names[1][:9]) == (2, "Soep", "Soep (nr.")
    assert other_area in other_partner.areas.all()
    assert (partner.merged_into, bool(partner.switched_off_at)) == (other_partner, True)
    assert "samengegaan" in partner.why_not
    assert signed_in(partner_worker).get(reverse("partners:own")).status_code == 200
    with pytest.raises(Refused, match="blijft uit"):
        actions.switch_on(partner, by=coordinator)


def test_merge_with_itself_or_a_switched_off_partner_is_refused(
    partner, other_partner, coordinator
):
    with pytest.raises(Refused, match="andere organisatie"):
        actions.merge(partner, into=partner, by=coordinator)
    actions.switch_off(other_partner, by=coordinator)
    with pytest.raises(Refused, match="staat uit"):
        actions.merge(partner, into=other_partner, by=coordinator)


@pytest.mark.parametrize(("days", "words"), [(3, "drie dagen"), (14, "twee weken")])
def test_page_of_an_ended_invitation_says_how_long_one_is_valid(client, monkeypatch, days, words):
    monkeypatch.setattr(people, "VALID", timedelta(days=days))

    page = client.get(reverse("partners:accept_invitation", args=["onbekend"])).content.decode()

    assert f"werkt één keer, {words} lang." in page
