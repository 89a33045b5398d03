"""django-allauth adapters: signing up is closed, and roles decide on the second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import SECOND_FACTOR


class Adapter(DefaultAccountAdapter):
    """Closes sign-up: a coordinator or administrator creates accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email"]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Do nothing: accounts have no user name."""


def needs_second_factor(user: User) -> bool:
    """Return whether this user's role requires a passkey or authenticator app."""
    return user.role in SECOND_FACTOR


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on matches an existing account and never creates one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False
