"""What follows from events of django-allauth: somebody signed in, or set up a factor."""

import time

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.signals import user_logged_in

from accounts.known_devices import remember_device
from accounts.proof import RECOVERY_CODES, WORK_ACCOUNT, WORK_PROOF, record_new_factor
from accounts.sessions import start_clock


def signed_in(request, response, user, sociallogin=None, **_) -> None:
    """Know this device, and when the user signed in at the identity provider: that may be hours
    before now."""
    remember_device(request, response, user)
    token = sociallogin.account.extra_data.get("id_token", {}) if sociallogin else {}
    if auth_time := token.get("auth_time"):
        request.session[WORK_PROOF] = auth_time
        if time.time() - auth_time < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            # Whoever just signed in there may set up a factor here.
            record_authentication(
                request, user, "socialaccount", provider=WORK_ACCOUNT, reauthenticated=True
            )


def password_reset(user, **_) -> None:
    """Know that the address is the user's: the link to choose a password was mailed there.

    Without this, who got a first password by mail could not set up a factor.
    """
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email)
    address.verified = address.primary = True
    address.save()


def factor_added(request, authenticator: Authenticator, **_) -> None:
    """End the other sessions. Recovery codes are made with the first factor and end nothing."""
    if authenticator.type != RECOVERY_CODES:
        record_new_factor(request, authenticator)


def recovery_codes_renewed(request, authenticator: Authenticator, **_) -> None:
    """Let the session that made new recovery codes go on; sessions proven by old codes do not."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=str(authenticator.type)
    )


account.password_reset.connect(password_reset)
account.user_logged_in.connect(signed_in)
user_logged_in.connect(start_clock)
mfa.authenticator_added.connect(factor_added)
mfa.authenticator_reset.connect(recovery_codes_renewed)
