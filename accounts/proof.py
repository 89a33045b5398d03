"""What a session proved: a second factor at this sign-in, and how long ago.

An account that has a factor says nothing about a session: somebody with only the password may have
signed in before the owner set up the factor. django-allauth records in each session how its user
was authenticated; these functions read that record.
"""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import SECOND_FACTOR

RECOVERY_CODES = Authenticator.Type.RECOVERY_CODES
# The id of the organisation's own identity provider in the settings, and so in the session.
WORK_ACCOUNT = "werk"
# In the session: when the user gave name and factor at the identity provider, as that says itself.
WORK_PROOF = "proven_at_work"


def needs_second_factor(user: User) -> bool:
    """Return whether this user's role requires a passkey or authenticator app."""
    return user.role in SECOND_FACTOR


def has_factor(user: User) -> bool:
    """Return whether the account has a passkey or an app; recovery codes alone are none."""
    return user.authenticator_set.exclude(type=RECOVERY_CODES).exists()


def proven_at(request: HttpRequest) -> float:
    """Return when this session last proved a second factor; 0 when it never did.

    A factor that was removed since, as that of a stolen telephone, proves nothing any more. A
    sign-in at the identity provider counts when the provider is said to ask for a factor.
    """
    records = get_authentication_records(request, request.user)
    own = [record for record in records if record["method"] == "mfa"]
    at_work = any(
        (record["method"], record.get("provider")) == ("socialaccount", WORK_ACCOUNT)
        for record in records
    )
    # Whoever is signed in at the provider already proves nothing anew by coming back from there.
    proofs = [request.session.get(WORK_PROOF, 1)] if at_work and settings.OIDC_SECOND_FACTOR else []
    if own:
        left = set(Authenticator.objects.filter(user=request.user).values_list("pk", flat=True))
        proofs += [record["at"] for record in own if record["id"] in left]
    return max(proofs, default=0)


def is_proven(request: HttpRequest) -> bool:
    """Return whether this session proved a second factor, or none is asked of its user."""
    if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(request.user):
        return True
    return proven_at(request) > 0


def is_freshly_proven(request: HttpRequest) -> bool:
    """Return whether the proof of this session is recent enough to take data out of Aanloop."""
    if not settings.SECOND_FACTOR_REQUIRED or not needs_second_factor(request.user):
        return True
    return time.time() - proven_at(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def record_new_factor(request: HttpRequest, authenticator: Authenticator) -> None:
    """After somebody set up a passkey or app: this session proved it, every other session ends."""
    user = request.user
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=str(authenticator.type), enrolled=True
    )
    user.end_sessions()
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
