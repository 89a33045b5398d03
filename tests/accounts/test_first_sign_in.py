"""The first time that somebody signs in, as docs/running.md describes it, through the pages."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from grants import actions as grants
from grants.models import Grant
from outbox import actions as outbox
from tests import factories
from tests.accounts.signing_in import code_of, with_password

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "zeven eekhoorns eten soep"


@pytest.fixture(autouse=True)
def a_factor_is_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def choose_password(email: str) -> None:
    """Ask for a link on the sign-in page, open it, and choose a password."""
    Client().post(reverse("account_reset_password"), {"email": email})
    outbox.deliver_due()
    link = re.search(r"http\S+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    browser = Client()
    page = browser.get(link, follow=True)
    browser.post(
        page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True
    )


def set_up_app(browser: Client) -> str:
    """Follow the pages from the first one that opens; return the text of the last one."""
    home = browser.get(reverse("home"), follow=True)
    assert "Zet eerst een passkey of app aan." in home.text
    asked = browser.get(reverse("mfa_activate_totp"), follow=True)
    assert "verifieer" not in asked.text.lower()
    if "Ben jij het echt?" in asked.text:
        asked = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = asked.context["form"].secret
    return browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True).text


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.PARTNER_WORKER, Role.ADMINISTRATOR])
def test_new_colleague_chooses_a_password_sets_up_an_app_and_gets_in(role):
    first, second = (factories.a_user(Role.ADMINISTRATOR) for _ in range(2))
    if role == Role.PARTNER_WORKER:
        rows = User.objects.filter(pk=factories.a_user(role).pk)
        rows.update(email="nieuw@delinde.example", name="Noor Vos")
    else:
        fields = {"email": "Nieuw@delinde.example", "name": "Noor Vos", "role": role}
        account = grants.add_account(areas=[], by=first, **fields)
        grants.confirm(Grant.objects.get(account=account), by=second)

    choose_password("nieuw@delinde.example")
    browser = with_password(User.objects.get(name="Noor Vos"), PASSWORD)
    last = set_up_app(browser)

    assert "Reservecodes" in last
    assert browser.get(reverse("account")).status_code == 200
    assert browser.get(reverse("home")).url != reverse("mfa_index")


def test_first_administrator_of_the_command_line_sets_up_an_app(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--noinput", email="beheer@delinde.example", name="Bas Smit")

    browser = with_password(User.objects.get(name="Bas Smit"), PASSWORD)
    set_up_app(browser)

    assert browser.get(reverse("admin:index")).status_code == 200


def test_password_forgotten_and_chosen_again_still_asks_for_the_factor():
    user = factories.a_user(Role.CONSULTANT)
    choose_password(user.email)
    set_up_app(with_password(user, PASSWORD))

    choose_password(user.email)
    browser = with_password(user, PASSWORD)

    assert browser.get(reverse("signals:today")).url.startswith(reverse("account_login"))
