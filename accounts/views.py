"""Proving again, at the identity provider, who somebody is."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.guards import signed_in
from accounts.proof import WORK_ACCOUNT


@signed_in
def prove_at_work(request: HttpRequest) -> HttpResponse:
    """Send somebody who signs in with a work account to sign in there once more."""
    # `max_age=0` asks for a new sign-in, and obliges the provider to say when that was.
    asked = {"process": "login", "auth_params": urlencode({"prompt": "login", "max_age": 0})}
    if back := request.GET.get(REDIRECT_FIELD_NAME):
        asked[REDIRECT_FIELD_NAME] = back
    sign_in = reverse("openid_connect_login", args=[WORK_ACCOUNT])
    return redirect(f"{sign_in}?{urlencode(asked)}")
