"""An account has one e-mail address, which the administrator keeps."""

from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from accounts.models import User


def end_access_of_old_address(user: "User") -> None:
    """After an account got another address: forget the old one, and end every session.

    Whoever reads the old mailbox can then neither reset the password nor stay signed in.
    """
    apps.get_model("account.EmailAddress").objects.filter(user=user).delete()
    for session in apps.get_model("usersessions.UserSession").objects.filter(user=user):
        session.end()
