"""Receipts of the public sign-up form, which do not tell who was on the list before."""

from django.db import models

from accounts.models import User
from accounts.roles import Can
from activities.models.sign_ups import SignUp, first_word, new_token


class SignUpReceiptQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignUpReceiptQuerySet":
        """Planners see all receipts; a visitor sees one, `by_token`."""
        return self if user.can(Can.PLAN_MEETUPS) else self.none()

    def by_token(self, token: str) -> "SignUpReceiptQuerySet":
        """The receipt of a form, by the secret in its address."""
        return self.filter(token=token)


class SignUpReceipt(models.Model):
    """What a visitor typed into the public form, and what the answer was at that moment.

    Somebody whose name and number were on the list already gets the receipt of a newcomer, for the
    earlier sign-up. Nothing on it changes afterwards, and nothing can be changed with it: the
    ticket that can do so is sent to the number.
    """

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="receipts")
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)
    token = models.CharField("eigen link", max_length=32, unique=True, default=new_token)
    name = models.CharField("naam", max_length=80)
    party = models.PositiveSmallIntegerField("met hoeveel")
    fetch = models.BooleanField("iemand mag mij ophalen")
    comes = models.BooleanField("er was plek")
    ahead = models.PositiveIntegerField("mensen vooraan op de wachtlijst", default=0)
    made_at = models.DateTimeField("ingevuld", auto_now_add=True)

    # A receipt does not say who was asked to fetch the guest.
    fetcher = ""

    objects = SignUpReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "bewijs van aanmelding"
        verbose_name_plural = "bewijzen van aanmelding"

    def __str__(self) -> str:
        return f"bewijs van aanmelding {self.pk}"

    @property
    def first_name(self) -> str:
        return first_word(self.name)

    @property
    def others(self) -> int:
        """The number of companions."""
        return self.party - 1
