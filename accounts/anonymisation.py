"""Anonymise accounts switched off five years ago; their audit rows stay."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import NAMELESS, User


def anonymise(users: QuerySet[User]) -> None:
    """Erase the personal data and every means of signing in of these users."""
    ids = list(users.values_list("pk", flat=True))
    EmailAddress.objects.filter(user__in=ids).delete()
    Authenticator.objects.filter(user__in=ids).delete()
    User.areas.through.objects.filter(user__in=ids).delete()
    User.objects.filter(pk__in=ids).update(
        email=Concat(Value("oud-"), Cast("pk", CharField()), Value(NAMELESS)),
        name="Oud-collega",
        mobile="",
        password=make_password(None),
        last_login=None,
        remembered={},
    )
