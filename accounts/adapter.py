"""How django-allauth behaves here: nobody makes an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from accounts.models import User
from accounts.roles import SECOND_FACTOR


class Adapter(DefaultAccountAdapter):
    """Accounts come from a coordinator or administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email"]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names."""


def needs_second_factor(user: User) -> bool:
    """Whether this role must use a passkey or an app besides the password."""
    return user.role in SECOND_FACTOR


class SocialAdapter(DefaultSocialAccountAdapter):
    """Signing in through the organisation's own accounts finds an account, never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False
