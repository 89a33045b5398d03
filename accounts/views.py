"""Signing in at the identity provider, and proving there again who somebody is."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.guards import public, signed_in
from accounts.proof import WORK_ACCOUNT
from accounts.work_accounts import WorkAccounts


@signed_in
def prove_at_work(request: HttpRequest) -> HttpResponse:
    """Send somebody who signs in with a work account to sign in there once more."""
    # `max_age=0` asks for a new sign-in, and obliges the provider to say when that was.
    asked = {"process": "login", "auth_params": urlencode({"prompt": "login", "max_age": 0})}
    if back := request.GET.get(REDIRECT_FIELD_NAME):
        asked[REDIRECT_FIELD_NAME] = back
    sign_in = reverse("openid_connect_login", args=[WORK_ACCOUNT])
    return redirect(f"{sign_in}?{urlencode(asked)}")


@public
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Receive somebody who comes back from the identity provider."""
    try:
        return OAuth2CallbackView.adapter_view(WorkAccounts(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
