"""An account has one e-mail address, which the administrator keeps."""

from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from accounts.models import User


def end_access_of_old_address(user: "User") -> None:
    """After an account got another address: forget the old one, and the work account behind it.

    Whoever reads the old mailbox can then not reset the password. A database trigger ended every
    session.
    """
    apps.get_model("socialaccount.SocialAccount").objects.filter(user=user).delete()
    apps.get_model("account.EmailAddress").objects.filter(user=user).delete()
