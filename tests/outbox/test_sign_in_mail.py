"""Mail about signing in goes through the outbox: pages do not wait for the relay."""

import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.login_codes import code_of
from accounts.models import User
from outbox import actions
from outbox.actions.rendering import text_for_colleagues
from outbox.models import Message

pytestmark = pytest.mark.django_db
ASKED = ["account_reset_password", "account_request_login_code"]


def ask(page: str, email: str):
    return Client().post(reverse(page), {"email": email})


@pytest.mark.parametrize("page", ASKED)
@pytest.mark.parametrize("known", [True, False])
def test_page_answers_at_once_and_the_same_while_the_relay_is_away(
    settings, tenant_user, page, known
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "192.0.2.1", 25
    start = time.monotonic()

    answer = ask(page, tenant_user.email if known else "niemand@delinde.example")

    assert answer.status_code == 302
    assert time.monotonic() - start < 2
    message = Message.objects.get()
    assert (message.status, message.attempts) == (Message.Status.QUEUED, 0)


@pytest.mark.parametrize("page", ASKED)
def test_waiting_message_holds_ids_only(tenant_user, page):
    ask(page, tenant_user.email)

    about = Message.objects.get().about
    assert set(about) <= {"user", "number", "language"}
    assert about.get("user", tenant_user.pk) == tenant_user.pk
    words = text_for_colleagues(Message.objects.get())
    assert words.startswith("In dit bericht staat een persoonlijke link of code.")


def test_number_says_no_code_without_the_secret_key(settings):
    code = code_of(17)

    settings.SECRET_KEY = "another" * 10

    assert code_of(17) != code


def test_code_that_is_not_accepted_any_more_is_not_sent(tenant_user):
    ask("account_request_login_code", tenant_user.email)
    late = django_settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    Message.objects.update(created_at=timezone.now() - timedelta(seconds=late))

    actions.deliver_due()

    assert mail.outbox == []
    assert Message.objects.get().status == Message.Status.DROPPED


def test_account_that_was_switched_off_meanwhile_hears_that_it_has_no_account(tenant_user):
    ask("account_reset_password", tenant_user.email)
    User.objects.update(is_active=False)

    actions.deliver_due()

    assert "/account/password/reset/" not in mail.outbox[0].body
    assert "Met dit adres kan dat niet." in mail.outbox[0].body


def test_unknown_address_hears_that_it_has_no_account():
    ask("account_reset_password", "niemand@delinde.example")

    actions.deliver_due()

    assert "Met dit adres kan dat niet." in mail.outbox[0].body


def test_tenant_reads_the_code_in_the_chosen_language(tenant_user):
    browser = Client()
    browser.get("/agenda/?taal=tr")

    browser.post(reverse("account_request_login_code"), {"email": tenant_user.email})

    assert Message.objects.get().about["language"] == "tr"
