"""One account has one address, however it is written, and only the administrator changes it."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from outbox import actions as outbox
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "een lang en goed wachtwoord"


@pytest.fixture(autouse=True)
def no_rate_limits(settings):
    """These tests do not test the rate limits of allauth."""
    settings.ACCOUNT_RATE_LIMITS = False


def an_account(email: str) -> User:
    return User.objects.create_user(email, PASSWORD, name="Sam", role=Role.HOST)


def sign_in(email: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


@pytest.fixture
def administrator(signed_in) -> Client:
    return signed_in(factories.a_user(Role.ADMINISTRATOR))


def kept_by(administrator: Client, email: str, pk: int | None = None):
    """The administrator adds an account with this address, or gives it to an account."""
    url = reverse("grants:change_account", args=[pk]) if pk else reverse("grants:add_account")
    return administrator.post(url, {"email": email, "name": "Jan Jansen", "role": Role.HOST})


@pytest.mark.parametrize("typed", ["Jan.Jansen@DeLinde.example", "JAN.JANSEN@DELINDE.EXAMPLE"])
def test_an_account_made_with_capitals_signs_in_however_it_is_typed(administrator, typed):
    kept_by(administrator, "Jan.Jansen@DeLinde.example")
    user = User.objects.get(name="Jan Jansen")
    user.set_password(PASSWORD)
    user.save()

    assert user.email == "jan.jansen@delinde.example"
    assert is_signed_in(sign_in(typed))


def test_another_spelling_is_no_second_account(administrator):
    an_account("samira@delinde.example")

    answer = kept_by(administrator, "SAMIRA@delinde.example")

    assert "Er is al een account met dit e-mailadres." in answer.text
    assert User.objects.filter(email__iexact="samira@delinde.example").count() == 1


def test_the_database_refuses_capitals(administrator):
    user = factories.a_user(Role.HOST)

    with pytest.raises(IntegrityError, match="email_is_in_lower_case"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="Jan@delinde.example")


def test_another_address_ends_sessions_and_the_old_mailbox_resets_nothing(
    administrator, mailoutbox
):
    user = an_account("oud@delinde.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    here = sign_in("oud@delinde.example")
    assert is_signed_in(here)

    kept_by(administrator, "Nieuw@delinde.example", user.pk)
    Client().post(reverse("account_reset_password"), {"email": "oud@delinde.example"})

    outbox.deliver_due()

    assert not is_signed_in(here)
    assert "oud@delinde.example" not in {
        to for mail in mailoutbox for to in mail.to if user.name in mail.body
    }
    assert not EmailAddress.objects.filter(user=user).exists()
    assert not any("/key/" in mail.body and "oud@" in mail.to[0] for mail in mailoutbox)
    mailoutbox.clear()
    Client().post(reverse("account_reset_password"), {"email": "nieuw@delinde.example"})
    outbox.deliver_due()
    assert [mail.to for mail in mailoutbox] == [["nieuw@delinde.example"]]


@pytest.mark.parametrize("role", [Role.TENANT, Role.CONSULTANT, Role.PARTNER_WORKER])
@pytest.mark.parametrize("address", ["collega@delinde.example", "nog.niemand@delinde.example"])
def test_nobody_adds_an_address_to_an_account(signed_in, mailoutbox, role, address):
    an_account("collega@delinde.example")
    client = signed_in(factories.a_user(role))

    answer = client.post(
        reverse("account_email"), {"email": address, "action_add": ""}, follow=True
    )

    assert "zet de beheerder van Aanloop bij je account" in answer.text
    assert mailoutbox == []
    assert not EmailAddress.objects.filter(email=address).exists()


def test_the_page_says_which_address_and_who_changes_it(signed_in, consultant):
    page = signed_in(consultant).get(reverse("account_email")).text

    assert consultant.email in page
    assert "Geef het nieuwe adres door aan je" in page
    assert 'name="action_add"' not in page
