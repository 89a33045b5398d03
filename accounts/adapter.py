"""django-allauth adapters: signing up is closed, and roles decide on the second factor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from accounts.hooks import mail_wanted
from accounts.known_devices import device_of
from accounts.login_codes import code_of, new_number
from accounts.models import User
from accounts.proof import needs_second_factor

APP = "allauth.account"
# The kinds of message for the mails of django-allauth; it sends no others while sign-up is closed.
MAILS = {
    "account/email/login_code": "sign_in_code",
    "account/email/unknown_account": "no_account",
}
WORK_WORDS = "Log opnieuw in met je werkaccount"


class Adapter(DefaultAccountAdapter):
    """Closes sign-up: a coordinator or administrator creates accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_search_fields(self) -> list[str]:
        return ["email"]

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Do nothing: accounts have no user name."""

    def generate_login_code(self) -> str:
        """Return a new code, and keep its number for the mail of this request."""
        context.request.login_code_number = new_number()
        return code_of(context.request.login_code_number)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Have the outbox send the mail: a relay that is away neither breaks nor slows a page."""
        kind = MAILS[template_prefix]
        about: dict[str, int | str] = {"language": get_language() or settings.LANGUAGE_CODE}
        if kind == "sign_in_code":
            about["number"] = self.request.login_code_number
        mail_wanted.run(kind, email, about)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation, signup: bool) -> None:
        """Send nothing: the administrator gives the address, the link for a password proves it."""

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        """Count this attempt, and refuse it after too many wrong passwords.

        They are counted for the account and where they come from together, so that nobody locks
        somebody else out: a device on which the owner signed in before, or else an IP address. An
        attack from many addresses is slowed down for the account as a whole, but for its known
        devices. A right password is not counted: `authenticate` takes its attempt back.
        """
        email = credentials.get("email", "").lower()
        device = device_of(request, email)
        whence = device or ratelimit.get_ip(request)
        actions = ["login_failed_known"] if device else ["login_failed", "login_failed_anywhere"]
        keys = {"login_failed_anywhere": email}
        found = []
        for action in actions:
            key = keys.get(action, f"{whence}:{email}")
            usage = ratelimit.consume(request, app=APP, action=action, key=key)
            if not usage:
                raise self.validation_error("too_many_login_attempts")
            found += usage.usage
        # What django-allauth takes back after a right password.
        self._login_failed_rl_usage = ratelimit.RateLimitUsage(found)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials) -> None:
        """After a new password by mail, end the locks of the account, here and as a whole."""
        email = credentials.get("email", "").lower()
        key = f"{ratelimit.get_ip(request)}:{email}"
        ratelimit.clear(request, app=APP, action="login_failed", key=key)
        ratelimit.clear(request, app=APP, action="login_failed_anywhere", key=email)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether this is the password of the user, who may have no verified address."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: User) -> list[dict]:
        """Offer the ways to prove once more who somebody is; the first one is shown first.

        Whoever needs a second factor proves that, not the password: a thief may know the password.
        Until the first factor is set up there is only the password. Without either, the proof is to
        sign in again at the identity provider.
        """
        methods = super().get_reauthentication_methods(user)
        if settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and needs_second_factor(user):
            at_work = settings.OIDC_SECOND_FACTOR and user.socialaccount_set.exists()
            work = {"id": "work", "description": WORK_WORDS, "url": reverse("prove_at_work")}
            factors = [one for one in methods if one["id"] != "reauthenticate"]
            methods = factors or ([work] if at_work else methods)
        return methods


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on matches an existing account and never creates one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin, data: dict) -> User:
        """Fill in the address only: names come from the administrator."""
        sociallogin.user.email = data.get("email") or ""
        return sociallogin.user
