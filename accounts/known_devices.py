"""Devices on which somebody signed in completely before, so that others cannot lock them out.

A cookie says which accounts. It gives access to nothing: on a known device wrong passwords are
counted apart, however many are typed elsewhere. It ends with another password and with everything
else that ends the sessions of the account.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

COOKIE = "known-device"
SALT = "accounts.known_devices"
DAYS = 180
# How many people share a device, such as a computer at the desk.
MOST_USERS = 10


def known(request: HttpRequest) -> dict:
    """Return what the cookie says: the id of the device and its accounts; empty without one."""
    try:
        return signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 24 * 60 * 60
        )
    except signing.BadSignature:
        return {}


def mark_of(user: User) -> str:
    """Return what ends with the sessions of this account."""
    return salted_hmac(SALT, f"{user.pk}:{user.get_session_auth_hash()}").hexdigest()[:32]


def device_of(request: HttpRequest, email: str) -> str | None:
    """Return the id of this device if the owner of the address signed in on it before."""
    cookie = known(request)
    user = User.objects.filter(email=email.lower()).first() if cookie else None
    mark = cookie.get("users", {}).get(str(user.pk)) if user else None
    return cookie["id"] if mark and constant_time_compare(mark, mark_of(user)) else None


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After somebody signed in completely, know this device for the account."""
    cookie = known(request)
    users = cookie.get("users", {})
    users.pop(str(user.pk), None)
    users[str(user.pk)] = mark_of(user)
    value = {
        "id": cookie.get("id") or secrets.token_hex(8),
        "users": dict(list(users.items())[-MOST_USERS:]),
    }
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=SALT),
        max_age=DAYS * 24 * 60 * 60,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
