"""Kinds of message about signing in: a link to choose a password, a code, an unknown address."""

import uuid
from datetime import timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.hooks import mail_wanted
from accounts.login_codes import code_of
from accounts.models import User
from outbox import actions
from outbox.kinds import Audience, kind
from outbox.models import Message

# After this a person has asked again, or given up.
LINK_FOR = timedelta(days=1)


@mail_wanted
def send_sign_in_mail(name: str, to: str, about: dict) -> None:
    """Queue the mail: the page answers at once, whether the relay is there or not."""
    actions.queue(f"sign-in:{uuid.uuid4()}", to, name, **about)


def is_late(message: Message, after: timedelta) -> bool:
    return timezone.now() - message.created_at > after


@kind(
    "password_link",
    subject="Een nieuw wachtwoord voor Aanloop",
    audience=Audience.STAFF,
    secret=True,
)
def password_link(message: Message) -> dict | None:
    """Make the link while the mail is rendered.

    Whether there is an account is looked up here and not by the page, whose time would tell. To an
    address without one the mail says so, in the language in which it was asked.
    """
    if is_late(message, LINK_FOR):
        return None
    user = User.objects.filter(is_active=True, email=message.to.lower()).first()
    if user is None:
        return {"path": "", "language": message.about["language"]}
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    key = {"uidb36": user_pk_to_url_str(user), "key": token}
    return {"language": "nl", "path": reverse("account_reset_password_from_key", kwargs=key)}


@kind("sign_in_code", subject=_("Uw code voor Aanloop"), audience=Audience.TENANT, secret=True)
def sign_in_code(message: Message) -> dict | None:
    """Work out the code while the mail is rendered; dropped when it is not accepted any more."""
    if is_late(message, timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)):
        return None
    return {"code": code_of(message.about["number"]), "language": message.about["language"]}


@kind("no_account", subject=_("Inloggen bij Aanloop"), audience=Audience.TENANT)
def no_account(message: Message) -> dict | None:
    """To an address without an account, so that the page says the same for every address."""
    return None if is_late(message, LINK_FOR) else {"language": message.about["language"]}
