"""Signing in as people do: through the pages, with a password and an app with codes."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.models import User

# That of `factories.a_user`.
PASSWORD = "geheim-genoeg"


def set_up_app(user: User) -> None:
    """Give the account an app with codes, as if set up on another day."""
    TOTP.activate(user, generate_totp_secret())


def set_up_passkey(user: User) -> None:
    """Give the account a passkey, as a browser registers one."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    made = AttestedCredentialData.create(bytes(16), b"passkey", ES256.from_cryptography_key(key))
    shown = AuthenticatorData.create(sha256(b"testserver"), AuthenticatorData.FLAG.AT, 0, made)
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    credential = {
        "id": websafe_encode(b"passkey"),
        "rawId": websafe_encode(b"passkey"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", shown, {})),
        },
        "clientExtensionResults": {},
    }
    WebAuthn.add(user, "Sleutelbos", credential)


def code_of(secret: str) -> str:
    """Return the code that an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def app_code(user: User) -> str:
    """Return the code of the user's app; it may be used again, as if half a minute went by."""
    cache.clear()
    return code_of(Authenticator.objects.get(user=user, type="totp").data["secret"])


def with_password(user: User, password: str = PASSWORD, client: Client | None = None) -> Client:
    """Return a browser in which the password was typed."""
    client = client or Client()
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client


def with_factor(user: User, client: Client | None = None) -> Client:
    """Return a browser in which the password and the code of the app were typed."""
    client = with_password(user, client=client)
    client.post(reverse("mfa_authenticate"), {"code": app_code(user)})
    return client


def is_signed_in(client: Client) -> bool:
    """Return whether a page for everybody who signed in, or the one that asks more, opens."""
    answer = client.get(reverse("account"))
    return answer.status_code == 200 or not answer.url.startswith(reverse("account_login"))


def prove(client: Client, user: User):
    """Type the code of the app on the page that asks for it again."""
    return client.post(reverse("mfa_reauthenticate"), {"code": app_code(user)})
