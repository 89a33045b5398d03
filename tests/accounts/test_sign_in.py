"""Signing in: second factor, codes by mail, redirects, sessions, and what a stranger can learn."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.roles import SECOND_FACTOR, Role
from outbox import actions as outbox
from tests import factories
from tests.accounts.signing_in import set_up_app, set_up_passkey, with_factor

pytestmark = pytest.mark.django_db
PASSWORD = "geheim-genoeg"


@pytest.fixture(autouse=True)
def no_rate_limits(settings):
    """These tests do not test the rate limits of allauth."""
    settings.ACCOUNT_RATE_LIMITS = False


def sign_in(client, email: str, password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


def test_home_redirects_a_colleague_who_signed_in_to_their_task_list(client, consultant):
    sign_in(client, consultant.email)

    assert client.get("/").url == reverse("signals:today")


def test_home_redirects_a_stranger_to_the_agenda(client):
    assert client.get("/").url == reverse("activities:agenda")


def test_sign_up_page_creates_no_account(client):
    answer = client.post(reverse("account_signup"), {"email": "a@b.example", "password1": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_staff_and_partners_without_a_second_factor_are_sent_to_set_one_up(role, client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = factories.a_user(Role(role))
    client.force_login(user)

    answer = client.get(reverse("signals:today"))

    assert answer.status_code == 302
    assert answer.url == reverse("mfa_index")


def test_colleague_with_a_second_factor_gets_in(settings, consultant):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up_app(consultant)

    assert with_factor(consultant).get(reverse("home")).url == reverse("signals:today")


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.PARTNER_WORKER])
def test_staff_and_partners_get_no_sign_in_code_by_mail(role, client):
    user = factories.a_user(role)

    client.post(reverse("account_request_login_code"), {"email": user.email})
    outbox.deliver_due()

    assert len(mail.outbox) == 1
    assert not any(code_in(message.body) for message in mail.outbox)


def test_tenant_gets_a_sign_in_code_by_mail(client, tenant_user):
    client.post(reverse("account_request_login_code"), {"email": tenant_user.email})
    outbox.deliver_due()
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[0].body)})

    assert [message.to for message in mail.outbox] == [[tenant_user.email]]
    assert client.get(reverse("account")).status_code == 200


def code_in(text: str) -> str | None:
    """Return the code that a mail has on a separate line."""
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", text, re.MULTILINE)
    return found and found[0]


def test_failed_sign_in_gives_the_same_page_for_known_and_unknown_addresses(client, consultant):
    known = sign_in(client, consultant.email, "verkeerd-wachtwoord")
    unknown = sign_in(client, "niemand@delinde.example", "verkeerd-wachtwoord")

    assert known.status_code == unknown.status_code
    known_text = known.content.decode().replace(consultant.email, "")
    unknown_text = unknown.content.decode().replace("niemand@delinde.example", "")
    assert without_token(known_text) == without_token(unknown_text)


def without_token(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf" not in line.lower())


@pytest.mark.parametrize("evil", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_sign_in_never_redirects_to_another_site(evil, client, consultant):
    answer = sign_in(client, consultant.email, next=evil)

    assert answer.status_code == 302
    assert "evil" not in answer.url


def test_disabled_account_loses_access_at_the_next_request(client, consultant):
    client.force_login(consultant)
    assert client.get(reverse("signals:today")).status_code == 200

    consultant.is_active = False
    consultant.save()

    assert client.get(reverse("signals:today")).status_code == 302


def test_session_key_changes_on_sign_in(client, consultant):
    client.get(reverse("account_login"))
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    sign_in(client, consultant.email)

    assert client.session.session_key != before


def test_pages_of_a_signed_in_user_are_not_cached(client, consultant):
    client.force_login(consultant)

    assert "no-store" in client.get(reverse("signals:today"))["Cache-Control"]


def test_content_security_policy_allows_nothing_inline_and_no_other_origin(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_wrong_password_says_what_to_do(client, consultant):
    answer = sign_in(client, consultant.email, "fout")

    assert "Kijk beide na, of kies ‘Wachtwoord vergeten?’." in answer.text


@pytest.mark.parametrize("has_passkey", [True, False])
def test_passkey_is_offered_to_who_has_one(client, consultant, settings, has_passkey):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up_app(consultant)
    if has_passkey:
        set_up_passkey(consultant)
    sign_in(client, consultant.email)

    page = client.get(reverse("mfa_authenticate")).text

    assert ("Gebruik je passkey" in page) is has_passkey
    assert 'name="code"' in page
