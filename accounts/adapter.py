"""django-allauth adapters: signing up is closed, and roles decide on the second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from accounts.proof import needs_second_factor


class Adapter(DefaultAccountAdapter):
    """Closes sign-up: a coordinator or administrator creates accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email"]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Do nothing: accounts have no user name."""

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        """Offer the ways to prove once more who somebody is; the first one is shown first.

        Whoever needs a second factor proves that, not the password: a thief may know the password.
        Until the first factor is set up there is only the password. Without either, the proof is to
        sign in again at the identity provider.
        """
        methods = super().get_reauthentication_methods(user)
        if settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and needs_second_factor(user):
            factors = [one for one in methods if one["id"] != "reauthenticate"]
            methods = factors or methods
        if not methods and settings.OIDC_SECOND_FACTOR:
            methods = [{"id": "work", "description": "", "url": reverse("prove_at_work")}]
        return methods


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on matches an existing account and never creates one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False
